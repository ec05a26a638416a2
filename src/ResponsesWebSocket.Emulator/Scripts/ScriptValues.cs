using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ResponsesWebSocket.Emulator.Faults;
using ResponsesWebSocket.Emulator.Models;

namespace ResponsesWebSocket.Emulator.Scripts;

/// <summary>The kinds of values that scripts have beyond those of fault plans.</summary>
internal static class ScriptValues
{
    private const int PieceLength = 12;

    // Compact and without comments, which raw text would keep.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An array of objects; null when it is not given.</summary>
    public static IReadOnlyList<PlanObject>? Objects(this PlanObject members, string name, string what) =>
        members.Array(name)?.Items.ConvertAll(item => new PlanObject(item, what));

    /// <summary>A text or an array of texts; null when it is not given.</summary>
    public static IReadOnlyList<string>? Texts(this PlanObject members, string name) => members.Take(name) switch
    {
        null => null,
        { Value.ValueKind: JsonValueKind.String } text => [text.Value.GetString()!],
        { Value.ValueKind: JsonValueKind.Array } array => array.Items.ConvertAll(static item => item.Value.ValueKind == JsonValueKind.String
            ? item.Value.GetString()!
            : throw new FaultPlanException(item, "each of these must be a text.")),
        { } other => throw new FaultPlanException(other, $"'{name}' must be a text or an array of texts."),
    };

    public static IReadOnlyList<string> NeedTexts(this PlanObject members, string name) =>
        members.Texts(name) is { Count: > 0 } texts ? texts : throw members.Mistake($"'{name}' is needed here: a text or an array of texts.");

    /// <summary>Text that is streamed: <c>text</c> in small pieces, or <c>deltas</c> as they are.</summary>
    public static IReadOnlyList<string> Streamed(this PlanObject members)
    {
        var (text, deltas) = (members.Text("text"), members.Texts("deltas"));
        return text is null == deltas is null
            ? throw members.Mistake("either 'text' or 'deltas' is needed here.")
            : deltas ?? TextPieces.Split(text!, PieceLength);
    }

    /// <summary>JSON as text: given as a text, which goes out verbatim, or as the JSON itself.</summary>
    public static string JsonOr(this PlanObject members, string name, string otherwise) => members.Take(name) switch
    {
        null => otherwise,
        { Value.ValueKind: JsonValueKind.String } text => text.Value.GetString()!,
        { Value.ValueKind: JsonValueKind.Object } json => Write(json.Value),
        { } other => throw new FaultPlanException(other, $"'{name}' must be an object, or a text that goes out as it is."),
    };

    /// <summary>An object of the wire; it must have a type.</summary>
    public static string WireObject(this PlanObject members, string name)
    {
        var given = members.Need(name);
        return given.Value.ValueKind == JsonValueKind.Object && given.Members.GetValueOrDefault("type")?.Value.ValueKind == JsonValueKind.String
            ? Write(given.Value)
            : throw new FaultPlanException(given, $"'{name}' must be an object with a 'type', as it goes over the wire.");
    }

    public static bool? Switch(this PlanObject members, string name) => members.Take(name) is null ? null : members.Flag(name);

    public static double? Fraction(this PlanObject members, string name) => members.Take(name) switch
    {
        null => null,
        { Value.ValueKind: JsonValueKind.Number } number => number.Value.GetDouble(),
        { } other => throw new FaultPlanException(other, $"'{name}' must be a number."),
    };

    private static LocatedJson? Array(this PlanObject members, string name) => members.Take(name) switch
    {
        null => null,
        { Value.ValueKind: JsonValueKind.Array } array => array,
        { } other => throw new FaultPlanException(other, $"'{name}' must be an array."),
    };

    private static string Write(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
