using System.ClientModel.Primitives;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// A place in the request: <c>$.text.verbosity</c>, <c>$.metadata['a.b']</c>, <c>$.tools[0].strict</c>. A key without the leading
/// <c>$.</c> is the whole name of a field, dots and brackets included.
/// </summary>
internal sealed partial class JsonPathSetter
{
    private readonly string _key;
    private readonly List<object> _steps = [];

    /// <exception cref="FormatException">The key begins like a path and is none, in the words of OpenAI's client.</exception>
    /// <exception cref="ArgumentException">It is a path that leads to several places or none.</exception>
    public JsonPathSetter(string key)
    {
        _key = key;
        if (!key.StartsWith("$.", StringComparison.Ordinal))
        {
            _steps.Add(key);
            return;
        }

        // A bracket may stand at once behind the prefix: a field's own name may hold a dot.
        var rest = key.StartsWith("$.[", StringComparison.Ordinal) ? key[2..] : key[1..];
        var steps = Step().Matches(rest);
        if (steps.Sum(static step => step.Length) != rest.Length || steps[0].Groups["index"].Success)
        {
            AskClient(key);
            throw Wrong("it is not a path of names, ['names'] and [indexes]");
        }

        _steps.AddRange(steps.Select(step => step.Groups["index"] is { Success: true } index ? Index(index.Value) : (object)NameOf(step)));
    }

    /// <summary>The field of the request that the path begins with.</summary>
    public string Field => (string)_steps[0];

    /// <summary>Objects and arrays on the way are made where there are none.</summary>
    /// <exception cref="ArgumentException">The path leads through something that is neither, or past the end of an array.</exception>
    public void Set(JsonObject body, JsonNode? value)
    {
        JsonNode holder = body;
        for (var step = 0; step < _steps.Count - 1; step++)
        {
            var next = At(holder, _steps[step]);
            if (next is null)
            {
                next = _steps[step + 1] is int ? new JsonArray() : new JsonObject();
                Put(holder, _steps[step], next);
            }

            holder = next;
        }

        Put(holder, _steps[^1], value);
    }

    /// <summary>The stock connector hands paths on to the client, whose error it is.</summary>
    private static void AskClient(string path)
    {
#pragma warning disable SCME0001 // Only to have the path read.
        var patch = default(JsonPatch);
        try
        {
            patch.SetNull(Encoding.UTF8.GetBytes(path));
        }
        catch (Exception cause) when (cause is not FormatException)
        {
            // It read the path and stumbled over it later, in words that say nothing about the key.
        }
#pragma warning restore SCME0001
    }

    private static string NameOf(Match step) => step.Groups["name"] is { Success: true } name
        ? name.Value
        : Escaped().Replace(step.Groups["quoted"].Value, "${kept}");

    private int Index(string digits) => int.TryParse(digits, CultureInfo.InvariantCulture, out var index) ? index : throw Wrong($"{digits} is no index");

    private JsonNode? At(JsonNode holder, object step) => (holder, step) switch
    {
        (JsonObject members, string name) => members[name],
        (JsonArray items, int index) => index < items.Count ? items[index] : null,
        _ => throw WrongKind(step),
    };

    private void Put(JsonNode holder, object step, JsonNode? value)
    {
        switch (holder, step)
        {
            case (JsonObject members, string name):
                members[name] = value;
                break;
            case (JsonArray items, int index) when index < items.Count:
                items[index] = value;
                break;
            case (JsonArray items, int index) when index == items.Count:
                items.Add(value);
                break;
            case (JsonArray items, int index):
                throw Wrong($"index {index} lies behind the end of {items.Count} entries");
            default:
                throw WrongKind(step);
        }
    }

    private ArgumentException WrongKind(object step) => Wrong(step is int ? $"what [{step}] looks into is no array" : $"what '{step}' looks into is no object");

    private ArgumentException Wrong(string why) => new($"The key '{_key}' of ExtraBody cannot be used: {why}. Write it like $.text.verbosity, $.metadata['a.b'] or $.tools[0].strict.");

    [GeneratedRegex(
        """\G(?:\.(?<name>[^.\[\]*'"]+)|\[(?<index>[0-9]+)\]|\['(?<quoted>(?:[^'\\]|\\.)+)'\]|\["(?<quoted>(?:[^"\\]|\\.)+)"\])""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();

    [GeneratedRegex(@"\\(?<kept>.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();
}
