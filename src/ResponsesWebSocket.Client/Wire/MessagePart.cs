using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>One part of a message's content: a text, a refusal, or anything else as it is. A content that is a plain string is one text.</summary>
internal readonly record struct MessagePart(JsonElement Value, string? Text, string? Refusal)
{
    public static IEnumerable<MessagePart> Of(JsonElement message) => message.MemberOf("content"u8) switch
    {
        { ValueKind: JsonValueKind.String } text => [new(text, text.GetString(), Refusal: null)],
        { ValueKind: JsonValueKind.Array } parts => parts.EnumerateArray().Select(Read),
        _ => [],
    };

    /// <summary>What the parts of a message say, joined; empty for any other item.</summary>
    public static string Join(ConversationItem item, Func<MessagePart, string?> said)
    {
        if (item.Kind != ItemKind.Message)
        {
            return "";
        }

        using var document = JsonDocument.Parse(item.Utf8Json);
        return string.Concat(Of(document.RootElement).Select(said));
    }

    private static MessagePart Read(JsonElement part) => part.StringOf("type"u8) switch
    {
        "output_text" or "input_text" or "text" => new(part, part.StringOf("text"u8) ?? "", Refusal: null),
        "refusal" => new(part, Text: null, part.StringOf("refusal"u8) ?? ""),
        _ => new(part, Text: null, Refusal: null),
    };
}
