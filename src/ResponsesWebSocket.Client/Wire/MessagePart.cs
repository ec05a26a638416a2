using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>One part of a message's content: a text, a refusal, or anything else as it is. A content that is a plain string is one text.</summary>
internal readonly record struct MessagePart(JsonElement Value)
{
    private string? Type => Value.ValueKind == JsonValueKind.String ? "text" : Value.StringOf("type"u8);

    /// <summary>Null for a part of another kind.</summary>
    public string? Text => Type is "output_text" or "input_text" or "text" ? StringOr("text"u8) : null;

    /// <inheritdoc cref="Text"/>
    public string? Refusal => Type is "refusal" ? StringOr("refusal"u8) : null;

    public static IEnumerable<MessagePart> Of(JsonElement message) => message.MemberOf("content"u8) switch
    {
        { ValueKind: JsonValueKind.String } text => [new(text)],
        { ValueKind: JsonValueKind.Array } parts => parts.EnumerateArray().Select(static part => new MessagePart(part)),
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

    private string StringOr(ReadOnlySpan<byte> member) => (Value.ValueKind == JsonValueKind.String ? Value.GetString() : Value.StringOf(member)) ?? "";
}
