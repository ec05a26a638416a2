using System.Runtime.InteropServices;
using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>Writes the items a caller makes.</summary>
internal static class ItemWriter
{
    /// <summary>
    /// An assistant's text goes out as an <c>output_text</c> part, since the service refuses <c>input_text</c> there; every other
    /// role takes the plain string.
    /// </summary>
    public static ConversationItem Message(string role, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(role);
        ArgumentNullException.ThrowIfNull(text);
        var utf8 = Object("message", writer =>
        {
            writer.WriteString("role"u8, role);
            if (role != "assistant")
            {
                writer.WriteString("content"u8, text);
                return;
            }

            writer.WriteStartArray("content"u8);
            writer.WriteStartObject();
            writer.WriteString("type"u8, "output_text"u8);
            writer.WriteString("text"u8, text);
            writer.WriteEndObject();
            writer.WriteEndArray();
        });
        return IsPlain(role) && IsPlain(text) ? new(utf8, new(ItemKind.Message, ItemCanonicalizer.OfMessage(role, text), role, CallId: null, HasId: false)) : new(utf8);
    }

    public static ConversationItem Message(string role, IEnumerable<JsonElement> parts)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(role);
        ArgumentNullException.ThrowIfNull(parts);
        return new(Object("message", writer =>
        {
            writer.WriteString("role"u8, role);
            writer.WriteStartArray("content"u8);
            foreach (var part in parts)
            {
                part.WriteTo(writer);
            }

            writer.WriteEndArray();
        }));
    }

    public static ConversationItem FunctionCall(string callId, string name, string arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(callId);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(arguments);
        var utf8 = Object("function_call", writer =>
        {
            writer.WriteString("call_id"u8, callId);
            writer.WriteString("name"u8, name);
            writer.WriteString("arguments"u8, arguments);
        });
        return IsPlain(callId) && IsPlain(name) && IsPlain(arguments)
            ? new(utf8, new(ItemKind.FunctionCall, ItemCanonicalizer.OfFunctionCall(callId, name, arguments), Role: null, callId, HasId: false))
            : new(utf8);
    }

    public static ConversationItem FunctionCallOutput(string callId, string output)
    {
        ArgumentException.ThrowIfNullOrEmpty(callId);
        ArgumentNullException.ThrowIfNull(output);
        var utf8 = Object("function_call_output", writer =>
        {
            writer.WriteString("call_id"u8, callId);
            writer.WriteString("output"u8, output);
        });
        return IsPlain(callId) && IsPlain(output)
            ? new(utf8, new(ItemKind.FunctionCallOutput, ItemCanonicalizer.OfFunctionCallOutput(callId, output), Role: null, callId, HasId: false))
            : new(utf8);
    }

    /// <summary>A message, call or call's output without its id, every other member byte for byte; any other item as it is.</summary>
    public static ReadOnlyMemory<byte> WithoutId(ConversationItem item)
    {
        if (item.Kind is not (ItemKind.Message or ItemKind.FunctionCall or ItemKind.FunctionCallOutput))
        {
            return item.Utf8Json;
        }

        using var document = JsonDocument.Parse(item.Utf8Json);
        return WireJson.WriteObject(writer =>
        {
            foreach (var member in document.RootElement.EnumerateObject().Where(static member => !member.NameEquals("id"u8)))
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }
        });
    }

    private static ReadOnlyMemory<byte> Object(string type, Action<Utf8JsonWriter> members) => WireJson.WriteObject(writer =>
    {
        writer.WriteString("type"u8, type);
        members(writer);
    });

    /// <summary>Half a surrogate pair is written as another character, so that such a text has to be read back to know what it says.</summary>
    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');
}
