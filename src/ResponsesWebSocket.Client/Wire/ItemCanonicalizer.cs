using System.Text;
using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>
/// Reduces an item to what carries meaning, so that an answer and its twin in the caller's history count as the same: no ids,
/// status, annotations or log probabilities; a message's text joined, whatever parts it came in; arguments as canonical JSON.
/// </summary>
internal static class ItemCanonicalizer
{
    public static ItemFacts Read(ReadOnlyMemory<byte> utf8Json)
    {
        using var document = JsonDocument.Parse(utf8Json);
        var item = document.RootElement;
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("An item must be a JSON object.");
        }

        try
        {
            var kind = KindOf(item);
            using var canonical = JsonBuffer.Rent();
            Write(item, kind, canonical.Writer);
            return new(kind, Fingerprint.Of(canonical.Written), item.StringOf("role"u8), item.StringOf("call_id"u8), item.TryGetProperty("id"u8, out _));
        }
        catch (InvalidOperationException cause)
        {
            // JSON may spell half a surrogate pair, which is no text.
            throw new JsonException("The item holds a string that is not valid Unicode.", cause);
        }
    }

    /// <summary>A message of these texts, whatever it looks like on the wire.</summary>
    public static Fingerprint OfMessage(string role, string text, string refusal = "")
    {
        using var canonical = JsonBuffer.Rent();
        WriteMessageHead(canonical.Writer, role);
        WriteText(canonical.Writer, text);
        WriteRefusal(canonical.Writer, refusal);
        canonical.Writer.WriteEndArray();
        return Fingerprint.Of(canonical.Written);
    }

    public static Fingerprint OfFunctionCall(string callId, string name, string arguments)
    {
        using var canonical = JsonBuffer.Rent();
        WriteCall(callId, null, name, arguments, canonical.Writer);
        return Fingerprint.Of(canonical.Written);
    }

    public static Fingerprint OfFunctionCallOutput(string callId, string output)
    {
        using var canonical = JsonBuffer.Rent();
        WriteOutputHead(callId, canonical.Writer);
        canonical.Writer.WriteStringValue(output);
        canonical.Writer.WriteEndArray();
        return Fingerprint.Of(canonical.Written);
    }

    private static ItemKind KindOf(JsonElement item) => item.StringOf("type"u8) switch
    {
        "message" => ItemKind.Message,
        null when item.TryGetProperty("role"u8, out _) => ItemKind.Message,
        "function_call" => ItemKind.FunctionCall,
        "function_call_output" => ItemKind.FunctionCallOutput,
        "reasoning" => ItemKind.Reasoning,
        "web_search_call" or "file_search_call" or "code_interpreter_call" or "image_generation_call"
            or "mcp_list_tools" or "mcp_call" => ItemKind.HostedCall,
        _ => ItemKind.Other,
    };

    private static void Write(JsonElement item, ItemKind kind, Utf8JsonWriter writer)
    {
        switch (kind)
        {
            case ItemKind.Message:
                WriteMessage(item, writer);
                break;
            case ItemKind.FunctionCall:
                WriteCall(
                    item.StringOf("call_id"u8), item.StringOf("namespace"u8), item.StringOf("name"u8), item.StringOf("arguments"u8) ?? "", writer);
                break;
            case ItemKind.FunctionCallOutput:
                WriteOutputHead(item.StringOf("call_id"u8), writer);
                if (item.TryGetProperty("output"u8, out var output))
                {
                    CanonicalJson.Write(output, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                CanonicalJson.WriteItem(item, IdCarriesMeaning(item, kind), writer);
                break;
        }
    }

    private static void WriteCall(string? callId, string? space, string? name, string arguments, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteStringValue("call"u8);
        writer.WriteStringValue(callId);
        writer.WriteStringValue(space);
        writer.WriteStringValue(name);
        WriteArguments(arguments, writer);
        writer.WriteEndArray();
    }

    private static void WriteOutputHead(string? callId, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteStringValue("output"u8);
        writer.WriteStringValue(callId);
    }

    /// <summary>Where nothing else says which item it is, as in a reference, or what an output answers.</summary>
    private static bool IdCarriesMeaning(JsonElement item, ItemKind kind) =>
        kind == ItemKind.Other && item.StringOf("call_id"u8) is null && item.StringOf("encrypted_content"u8) is null;

    private static void WriteMessage(JsonElement item, Utf8JsonWriter writer)
    {
        WriteMessageHead(writer, item.StringOf("role"u8));
        var text = new StringBuilder();
        var refusal = new StringBuilder();
        foreach (var part in MessagePart.Of(item))
        {
            text.Append(part.Text);
            refusal.Append(part.Refusal);
            if (part is { Text: null, Refusal: null })
            {
                // Text is gathered so that its cut into parts does not matter; a part of another kind ends the run and keeps its place.
                WriteText(writer, text.ToString());
                text.Clear();
                CanonicalJson.Write(part.Value, writer);
            }
        }

        WriteText(writer, text.ToString());
        WriteRefusal(writer, refusal.ToString());
        writer.WriteEndArray();
    }

    private static void WriteMessageHead(Utf8JsonWriter writer, string? role)
    {
        writer.WriteStartArray();
        writer.WriteStringValue("message"u8);
        writer.WriteStringValue(role);
    }

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        if (text.Length > 0)
        {
            writer.WriteStringValue(text);
        }
    }

    private static void WriteRefusal(Utf8JsonWriter writer, string refusal)
    {
        if (refusal.Length > 0)
        {
            writer.WriteStartObject();
            writer.WriteString("refusal"u8, refusal);
            writer.WriteEndObject();
        }
    }

    /// <summary>
    /// Arguments are JSON inside a string. What is no JSON, too deep to be read or no valid Unicode is compared as text, and
    /// marked as such: the text <c>word</c> is not the JSON <c>"word"</c>.
    /// </summary>
    private static void WriteArguments(string arguments, Utf8JsonWriter writer)
    {
        using var canonical = JsonBuffer.Rent();
        try
        {
            using var parsed = JsonDocument.Parse(arguments);
            CanonicalJson.Write(parsed.RootElement, canonical.Writer);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            writer.WriteStringValue("text"u8);
            writer.WriteStringValue(arguments);
            return;
        }

        writer.WriteRawValue(canonical.Written, skipInputValidation: true);
    }
}
