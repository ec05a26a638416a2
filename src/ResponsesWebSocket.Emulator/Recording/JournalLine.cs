using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Recording;

/// <summary>Writes what happened as one line of JSON.</summary>
internal static class JournalLine
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A recording is passed around. What lets somebody in must not be in it, not even in part.
    private static readonly HashSet<string> Secret = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "api-key", "x-api-key", "Sec-WebSocket-Protocol",
    };

    public static void Write(JournalNote note, IBufferWriter<byte> buffer)
    {
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Word(note.Kind));
            switch (note.Entry)
            {
                case JournalConnection connection:
                    WriteConnection(writer, connection, note.Kind == NoteKind.ConnectionClosed);
                    break;
                case JournalRefusal refusal:
                    writer.WriteString("time", refusal.Time);
                    writer.WriteNumber("status", refusal.Status);
                    WriteHeaders(writer, refusal.Headers);
                    break;
                case JournalFrame frame:
                    WriteFrame(writer, frame);
                    break;
                case JournalResponse response when note.Kind == NoteKind.ResponseStarted:
                    WriteStart(writer, response);
                    break;
                case JournalResponse response:
                    WriteEnd(writer, response);
                    break;
            }

            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
    }

    private static void WriteConnection(Utf8JsonWriter writer, JournalConnection connection, bool isClosed)
    {
        writer.WriteNumber("connection", connection.Id);
        if (!isClosed)
        {
            writer.WriteString("time", connection.Opened);
            WriteHeaders(writer, connection.Headers);
            return;
        }

        writer.WriteString("time", connection.Closed ?? connection.Opened);
        WriteNumber(writer, "close_status", connection.CloseStatus);
    }

    private static void WriteFrame(Utf8JsonWriter writer, JournalFrame frame)
    {
        writer.WriteNumber("number", frame.Number);
        WritePlace(writer, frame.Transport, frame.ConnectionId, frame.StreamId, frame.Turn);
        writer.WriteString("direction", frame.FromClient ? "from_client" : "to_client");
        writer.WriteString("time", frame.Time);
        writer.WriteNumber("bytes", frame.Bytes);
        if (frame.Route is not null)
        {
            writer.WriteString("route", frame.Route);
            WriteNumber(writer, "status", frame.Status);
        }

        writer.WriteString("type", TypeOf(frame.Text));
        writer.WriteString("payload", frame.Text);
    }

    private static void WriteStart(Utf8JsonWriter writer, JournalResponse response)
    {
        writer.WriteString("response", response.ResponseId);
        WritePlace(writer, response.Transport, response.ConnectionId, response.StreamId, response.Turn);
        writer.WriteString("previous_response_id", response.PreviousResponseId);
        writer.WriteString("parent_source", Word(response.ParentSource));
        writer.WriteBoolean("steering_successor", response.IsSteeringSuccessor);
        writer.WriteNumber("bytes", response.Bytes);
        WriteItems(writer, "tools", response.Tools);
        WriteItems(writer, "input", response.Input);
        WriteItems(writer, "context", response.Context);
    }

    private static void WriteEnd(Utf8JsonWriter writer, JournalResponse response)
    {
        writer.WriteString("response", response.ResponseId);
        WritePlace(writer, response.Transport, response.ConnectionId, response.StreamId, response.Turn);
        writer.WriteString("status", response.Status);
        WriteItems(writer, "output", response.Output);
        if (response.Usage is { } usage)
        {
            writer.WriteElement("usage", usage);
        }
    }

    private static void WritePlace(Utf8JsonWriter writer, string transport, int connection, string? lane, int? turn)
    {
        writer.WriteString("transport", transport);
        writer.WriteNumber("connection", connection);
        writer.WriteString("lane", lane);
        WriteNumber(writer, "turn", turn);
    }

    private static void WriteHeaders(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> headers)
    {
        writer.WriteStartObject("headers");
        foreach (var (name, value) in headers.Where(static header => !Secret.Contains(header.Key)))
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter writer, string name, IReadOnlyList<JsonElement> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    // Not the frame's own type: it would keep the whole parsed payload for as long as the journal lives.
    private static string? TypeOf(string? text)
    {
        try
        {
            using var document = JsonDocument.Parse(text ?? "null");
            return document.RootElement.Text("type");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

/// <summary>One thing that happened, in the order in which it did.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Entry">The journal's entry as it was then: a frame, a connection, a refusal or a response.</param>
internal readonly record struct JournalNote(NoteKind Kind, object Entry);

/// <summary>What can happen; its name in snake case is the <c>kind</c> of a recorded line.</summary>
internal enum NoteKind
{
    ConnectionOpened,
    ConnectionClosed,
    UpgradeRefused,
    Frame,
    ResponseStarted,
    ResponseEnded,
}
