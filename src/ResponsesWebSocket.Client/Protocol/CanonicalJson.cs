using System.Text.Json;

namespace ResponsesWebSocket.Client.Protocol;

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
    /// The same without what the service adds to an item: <c>id</c>, <c>status</c>, <c>created_by</c>. A reference, whose type may be
    /// left out, is nothing but its id and keeps it.
    /// </summary>
    public static void WriteWithoutIdentity(JsonElement item, Utf8JsonWriter writer)
    {
        var isReference = ItemText.StringOf(item, "type"u8) is null or "item_reference";
        WriteObject(item.EnumerateObject().Where(member => member.Name is not ("id" or "status" or "created_by") || (isReference && member.Name == "id")), writer);
    }

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
