using System.Buffers;
using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>
/// From a <c>response.create</c> frame to the body of <c>POST /responses</c>, and from an answer that was not streamed back to
/// an event. Members are carried over byte for byte.
/// </summary>
internal static class HttpRequestBody
{
    /// <summary>Leaves out what only a socket takes, and asks for a streamed answer.</summary>
    public static ReadOnlyMemory<byte> FromFrame(ReadOnlySpan<byte> frame)
    {
        var body = new ArrayBufferWriter<byte>(frame.Length + 16);
        body.Write("{\"stream\":true"u8);
        var reader = new Utf8JsonReader(frame);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isLeftOut = reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("stream_id"u8)
                || reader.ValueTextEquals("generate"u8) || reader.ValueTextEquals("stream"u8);
            reader.Read();
            reader.Skip();
            if (!isLeftOut)
            {
                body.Write(","u8);
                body.Write(frame[start..(int)reader.BytesConsumed]);
            }
        }

        body.Write("}"u8);
        return body.WrittenMemory;
    }

    /// <summary>
    /// A gateway that does not stream answers with the whole response, which is what the terminal event would have held. An
    /// error needs no event around it.
    /// </summary>
    /// <exception cref="ProtocolViolationException">It is neither a response that has ended nor an error.</exception>
    public static ReadOnlyMemory<byte> ToEvent(ReadOnlySpan<byte> body)
    {
        try
        {
            WireJson.RequireObject(body);
            if (WireJson.Member(body, "object"u8) != "response")
            {
                return new FrameFields(body) is { Type: null, HasError: false }
                    ? throw new ProtocolViolationException("The service answered with a JSON object that is neither a response nor an error. Check that Endpoint is the base URL of a Responses API.")
                    : body.ToArray();
            }

            var type = WireJson.Member(body, "status"u8) switch
            {
                "incomplete" => "response.incomplete",
                "failed" or "cancelled" => "response.failed",
                "completed" or null => "response.completed",
                var status => throw new ProtocolViolationException($"The service answered with a response that has not ended (status '{status}'), and not with its events."),
            };
            var frame = new ArrayBufferWriter<byte>(body.Length + 64);
            using var writer = new Utf8JsonWriter(frame, WireJson.WriterOptions);
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            writer.WritePropertyName("response"u8);
            writer.WriteRawValue(body, skipInputValidation: true);
            writer.WriteEndObject();
            writer.Flush();
            return frame.WrittenMemory;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw new ProtocolViolationException($"The service answered with {body.Length} bytes that are not the JSON they claim to be: {cause.Message}", cause);
        }
    }
}
