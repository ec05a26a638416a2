using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>JSON with the members of every object in ordinal order and no white space: equal bytes mean equal values.</summary>
internal static class CanonicalJson
{
    public static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value.EnumerateObject(), writer);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                {
                    Write(element, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                // Through a string, so that \u0041 and A are the same.
                writer.WriteStringValue(value.GetString());
                break;
            default:
                writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                break;
        }
    }

    /// <summary>
    /// The same without what the service adds to an item: <c>status</c>, <c>created_by</c>, and <c>id</c> unless it carries
    /// meaning, as in a reference or where it links an output to its call.
    /// </summary>
    public static void WriteItem(JsonElement item, bool withId, Utf8JsonWriter writer) => WriteObject(
        item.EnumerateObject().Where(member => member.Name is not ("status" or "created_by") && (withId || member.Name != "id")), writer);

    private static void WriteObject(IEnumerable<JsonProperty> members, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var member in members.OrderBy(static member => member.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(member.Name);
            Write(member.Value, writer);
        }

        writer.WriteEndObject();
    }
}
