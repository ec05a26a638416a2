using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Connectors.ResponsesWebSocket.Diagnostics;

/// <summary>
/// A message as text for people who asked to see it: role, name, content, calls and results. Written by hand, because the
/// content types of a history do not all have a JSON form, exceptions least of all.
/// </summary>
internal static class MessageJson
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions ReadableForm = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(ChatMessageContent message) => Write(writer => Write(writer, message, message.Role));

    /// <summary>A whole history in Semantic Kernel's own form, unless something in it has none.</summary>
    public static string OfAll(ChatHistory history)
    {
        try
        {
            return JsonSerializer.Serialize(history, ReadableForm);
        }
        catch (Exception unwritable) when (unwritable is NotSupportedException or JsonException)
        {
            return $"[{string.Join(',', history.Select(Of))}]";
        }
    }

    /// <summary>An answer with the reason of its end; null for a stream, of which the OpenAI connector tells neither reason nor the label of its role.</summary>
    public static string Choice(ChatMessageContent message, string? finishReason) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, 0);
        writer.WritePropertyName("message"u8);
        Write(writer, message, finishReason is null ? AuthorRole.Assistant : message.Role);
        WriteCalls(writer, message);
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

    private static void Write(Utf8JsonWriter writer, ChatMessageContent message, AuthorRole role)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role.Label);
        writer.WriteString("name"u8, message.AuthorName);
        writer.WriteString("content"u8, message.Content);
        WriteCalls(writer, message);
        writer.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter writer, ChatMessageContent message)
    {
        writer.WriteStartArray("tool_calls"u8);
        foreach (var call in FunctionCallContent.GetFunctionCalls(message))
        {
            Write(writer, call);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, call.Id);
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, call.FunctionName);
        writer.WritePropertyName("arguments"u8);
        WriteArguments(writer, call.Arguments);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>As they are now: values of the application's own types need not have a JSON form.</summary>
    private static void WriteArguments(Utf8JsonWriter writer, KernelArguments? arguments)
    {
        try
        {
            JsonSerializer.SerializeToElement(arguments).WriteTo(writer);
        }
        catch (Exception unwritable) when (unwritable is NotSupportedException or JsonException)
        {
            writer.WriteStringValue(unwritable.GetType().Name);
        }
    }
}
