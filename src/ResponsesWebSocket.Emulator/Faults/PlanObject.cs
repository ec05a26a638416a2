using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>Takes the members out of an object of a plan, one by one; what nobody took is a mistake.</summary>
internal sealed class PlanObject
{
    private readonly LocatedJson _json;
    private readonly string _what;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public PlanObject(LocatedJson json, string what)
    {
        _json = json;
        _what = what;
        if (json.Value.ValueKind != JsonValueKind.Object)
        {
            throw Mistake($"{what} must be an object.");
        }
    }

    public FaultPlanException Mistake(string reason) => new(_json, reason);

    public LocatedJson? Take(string name)
    {
        _known.Add(name);
        return _json.Members.GetValueOrDefault(name);
    }

    public LocatedJson Need(string name) => Take(name) ?? throw Mistake($"{_what} needs '{name}'.");

    public string? Text(string name) => Of(name, JsonValueKind.String, "a text")?.GetString();

    public string NeedText(string name) => Text(name) ?? throw Mistake($"{_what} needs '{name}'.");

    public bool Flag(string name) => Take(name) switch
    {
        null => false,
        { Value.ValueKind: JsonValueKind.True } => true,
        { Value.ValueKind: JsonValueKind.False } => false,
        { } other => throw new FaultPlanException(other, $"'{name}' must be true or false."),
    };

    public int? Number(string name) => Take(name) switch
    {
        null => null,
        { Value.ValueKind: JsonValueKind.Number } given when given.Value.TryGetInt32(out var number) => number,
        { } other => throw new FaultPlanException(other, $"'{name}' must be a whole number."),
    };

    public int NeedNumber(string name) => Number(name) ?? throw Mistake($"{_what} needs '{name}'.");

    public TimeSpan? Milliseconds(string name) => Number(name) is { } number ? TimeSpan.FromMilliseconds(number) : null;

    public T? Word<T>(string name)
        where T : struct, Enum
    {
        var text = Text(name);
        foreach (var value in Enum.GetValues<T>())
        {
            if (text == EnumNames.Of(value))
            {
                return value;
            }
        }

        return text is null
            ? null
            : throw new FaultPlanException(
                _json.Members[name], $"'{name}' must be one of {string.Join(", ", Enum.GetValues<T>().Select(EnumNames.Of))}, not '{text}'.");
    }

    public IReadOnlyDictionary<string, JsonElement> Map(string name) =>
        Of(name, JsonValueKind.Object, "an object")?.EnumerateObject().ToDictionary(static m => m.Name, static m => m.Value, StringComparer.Ordinal)
        ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>To be called when everything is taken.</summary>
    public void End()
    {
        foreach (var (name, value) in _json.Members)
        {
            if (!_known.Contains(name))
            {
                throw new FaultPlanException(value, $"{_what} has no '{name}'; it can have {string.Join(", ", _known)}.");
            }
        }
    }

    private JsonElement? Of(string name, JsonValueKind kind, string description) => Take(name) is not { } given
        ? null
        : given.Value.ValueKind == kind
            ? given.Value
            : throw new FaultPlanException(given, $"'{name}' must be {description}.");
}
