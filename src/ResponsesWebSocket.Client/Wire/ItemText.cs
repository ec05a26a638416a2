using System.Text;
using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>Reads the visible text out of a message item.</summary>
internal static class ItemText
{
    public static bool IsText(string? partType) => partType is "output_text" or "input_text" or "text";

    public static bool IsRefusal(string? partType) => partType is "refusal";

    /// <summary>The texts of the parts whose type is wanted, joined. A message whose content is a plain string is all text.</summary>
    public static string Of(ConversationItem item, Func<string?, bool> wanted)
    {
        if (item.Kind != ItemKind.Message)
        {
            return "";
        }

        using var document = JsonDocument.Parse(item.Utf8Json);
        if (!document.RootElement.TryGetProperty("content"u8, out var content))
        {
            return "";
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return wanted("text") ? content.GetString()! : "";
        }

        var joined = new StringBuilder();
        foreach (var part in content.ValueKind == JsonValueKind.Array ? content.EnumerateArray() : default)
        {
            if (part.ValueKind == JsonValueKind.Object && wanted(StringOf(part, "type"u8)))
            {
                joined.Append(StringOf(part, "text"u8) ?? StringOf(part, "refusal"u8));
            }
        }

        return joined.ToString();
    }

    public static string? StringOf(JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
