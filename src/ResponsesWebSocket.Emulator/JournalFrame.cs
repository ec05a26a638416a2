using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator;

/// <summary>One message as it crossed the wire: a WebSocket message, or the body of an HTTP request or answer. Of an HTTP answer that is
/// streamed, each event is a frame of its own, without the lines around its data.</summary>
public sealed class JournalFrame
{
    private readonly Lazy<JsonElement?> _json;

    internal JournalFrame() => _json = new(() => Parse(Text));

    /// <summary>Position in the journal, from 1 on, over all connections.</summary>
    public int Number { get; internal init; }

    /// <summary>The connection, as in <see cref="JournalConnection.Id"/>; 0 for HTTP.</summary>
    public int ConnectionId { get; internal init; }

    /// <summary>Whether the client sent it.</summary>
    public bool FromClient { get; internal init; }

    /// <summary>The lane named by the frame; <see langword="null"/> for the default lane and for frames without lane.</summary>
    public string? StreamId { get; internal init; }

    /// <summary>When it arrived or was handed to the socket.</summary>
    public DateTimeOffset Time { get; internal init; }

    /// <summary>Size of the payload; of an oversize message as much as had been read when it was refused.</summary>
    public int Bytes { get; internal init; }

    /// <summary>The payload; <see langword="null"/> for binary and oversize messages.</summary>
    public string? Text { get; internal init; }

    /// <summary>For a <c>response.create</c> and for all events of its turn: the turn's number over the emulator's life, from 1 on.</summary>
    public int? Turn { get; internal init; }

    /// <summary><c>websocket</c> or <c>http</c>.</summary>
    public string Transport { get; init; } = Transports.WebSocket;

    /// <summary>HTTP only: method and path of the request that the frame is, or answers.</summary>
    public string? Route { get; init; }

    /// <summary>HTTP only: the status of the answer; <see langword="null"/> for a request.</summary>
    public int? Status { get; init; }

    /// <summary>The payload as JSON; <see langword="null"/> when it is none.</summary>
    public JsonElement? Json => _json.Value;

    /// <summary>The <c>type</c> member of the payload, if it has one.</summary>
    public string? Type => Json is { ValueKind: JsonValueKind.Object } json
        && json.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;

    /// <inheritdoc/>
    public override string ToString() => $"#{Number} {(FromClient ? ">" : "<")} {Text ?? $"({Bytes} bytes)"}";

    private static JsonElement? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Garbage is a legitimate entry: tests inject it, and clients may send it.
            return null;
        }
    }
}
