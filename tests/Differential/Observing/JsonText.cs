using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace Differential.Observing;

/// <summary>JSON as text that does not depend on the order of members.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(object? value)
    {
        try
        {
            return value is null ? "null" : Sorted(JsonSerializer.SerializeToNode(value, value.GetType(), Plain))?.ToJsonString(Plain) ?? "null";
        }
        catch (Exception unwritable) when (unwritable is NotSupportedException or JsonException or InvalidOperationException)
        {
            return $"no JSON: {unwritable.GetType().Name}";
        }
    }

    /// <summary>Text that is JSON in one form; other text as it is.</summary>
    public static string Reformatted(string text)
    {
        try
        {
            return Sorted(JsonNode.Parse(text))?.ToJsonString(Plain) ?? "null";
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(static member => member.Key, StringComparer.Ordinal).Select(static member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
