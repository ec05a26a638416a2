using System.Text.Json;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// Reads what the client has no members for out of output items. Leniently: a member of another shape is as if it were not
/// there, since an answer must not be lost for what stands beside it.
/// </summary>
internal static class OutputJson
{
    public static JsonElement Of(ConversationItem item)
    {
        var reader = new Utf8JsonReader(item.Utf8Json.Span);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>The objects in an array; nothing when it is no array.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array
            ? array.EnumerateArray().Where(static element => element.ValueKind == JsonValueKind.Object)
            : [];

    /// <summary>The text parts of a message, each with its place in the message's text.</summary>
    public static IEnumerable<(JsonElement Part, int Offset)> TextParts(ConversationItem message)
    {
        var offset = 0;
        foreach (var part in Objects(Of(message), "content").Where(static part => Text(part, "type") is "output_text" or "input_text" or "text"))
        {
            yield return (part, offset);
            offset += Text(part, "text")?.Length ?? 0;
        }
    }

    public static string? Text(JsonElement holder, string name)
    {
        if (!holder.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // It spells half a surrogate pair, which is no text.
            return null;
        }
    }

    public static int? Number(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
