using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.SemanticKernel;

namespace Connectors.ResponsesWebSocket.Diagnostics;

/// <summary>
/// A message as text for people who asked to see it: role, name, content, calls and results. Written by hand, because the
/// content types of a history do not all have a JSON form, exceptions least of all.
/// </summary>
internal static class MessageJson
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(ChatMessageContent message) => Write(writer => Write(writer, message));

    public static string Of(IEnumerable<ChatMessageContent> history) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var message in history)
        {
            Write(writer, message);
        }

        writer.WriteEndArray();
    });

    /// <summary>An answer with the reason of its end.</summary>
    public static string Choice(ChatMessageContent message, string finishReason) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, 0);
        writer.WritePropertyName("message"u8);
        Write(writer, message);
        writer.WriteString("finish_reason"u8, finishReason);
        writer.WriteEndObject();
    });

    private static string Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            body(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, ChatMessageContent message)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, message.Role.Label);
        if (message.AuthorName is { } name)
        {
            writer.WriteString("name"u8, name);
        }

        writer.WriteString("content"u8, message.Content ?? ResultOf(message));
        var calls = FunctionCallContent.GetFunctionCalls(message).ToList();
        if (calls.Count > 0)
        {
            writer.WriteStartArray("tool_calls"u8);
            calls.ForEach(call => Write(writer, call));
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, call.Id);
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, string.IsNullOrEmpty(call.PluginName) ? call.FunctionName : $"{call.PluginName}-{call.FunctionName}");
        writer.WriteStartObject("arguments"u8);
        foreach (var (key, value) in call.Arguments ?? [])
        {
            writer.WriteString(key, value?.ToString());
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        if (call.Exception is { } unreadable)
        {
            writer.WriteString("error"u8, unreadable.Message);
        }

        writer.WriteEndObject();
    }

    /// <summary>An error told to the model, or a result that is no text.</summary>
    private static string? ResultOf(ChatMessageContent message) => message.Items.OfType<FunctionResultContent>().FirstOrDefault()?.Result?.ToString();
}
