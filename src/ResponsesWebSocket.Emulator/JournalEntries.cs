using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator;

/// <summary>One accepted connection. A snapshot: ask the journal again for its later state.</summary>
public sealed record JournalConnection
{
    /// <summary>Number of the connection, from 1 on.</summary>
    public required int Id { get; init; }

    /// <summary>When the upgrade was accepted.</summary>
    public required DateTimeOffset Opened { get; init; }

    /// <summary>When the server was done with the connection.</summary>
    public DateTimeOffset? Closed { get; init; }

    /// <summary>Status of the first close frame, whoever sent it; <see langword="null"/> while open and for a connection that was lost.</summary>
    public int? CloseStatus { get; init; }

    /// <summary>Headers of the upgrade request; of Authorization only the last four characters are kept.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}

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

/// <summary>One response that was started. A snapshot: ask the journal again for its later state.</summary>
public sealed record JournalResponse
{
    /// <summary>Number of the <c>response.create</c> over the emulator's life, from 1 on.</summary>
    public required int Turn { get; init; }

    /// <summary>Id of the response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The connection, as in <see cref="JournalConnection.Id"/>; 0 for HTTP.</summary>
    public required int ConnectionId { get; init; }

    /// <summary><c>websocket</c> or <c>http</c>.</summary>
    public string Transport { get; init; } = Transports.WebSocket;

    /// <summary>The lane; <see langword="null"/> for the default lane.</summary>
    public string? StreamId { get; init; }

    /// <summary>The parent that the client named.</summary>
    public string? PreviousResponseId { get; init; }

    /// <summary>Where the parent was found.</summary>
    public ParentSource ParentSource { get; init; }

    /// <summary>Whether no create asked for it: it follows a steered response by itself.</summary>
    public bool IsSteeringSuccessor { get; init; }

    /// <summary>The input items of the create frame, behind the queued steers that it took.</summary>
    public required IReadOnlyList<JsonElement> Input { get; init; }

    /// <summary>What the server reconstructed: all items of the parent chain, then the input. After a compaction the chain
    /// begins with the compaction item.</summary>
    public required IReadOnlyList<JsonElement> Context { get; init; }

    /// <summary>The tools that the model could see: those of the create, then those of <c>additional_tools</c> items in the context.</summary>
    public IReadOnlyList<JsonElement> Tools { get; init; } = [];

    /// <summary>The output items finished so far.</summary>
    public IReadOnlyList<JsonElement> Output { get; init; } = [];

    /// <summary><c>in_progress</c>, <c>completed</c>, <c>incomplete</c>, <c>failed</c>, or <c>cancelled</c> when the connection ended first.</summary>
    public required string Status { get; init; }

    /// <summary>UTF-8 size of the create frame.</summary>
    public required int Bytes { get; init; }

    /// <summary>The usage sent with the terminal event.</summary>
    public JsonElement? Usage { get; init; }

    /// <summary>What the response has cost, from its end on; <see langword="null"/> without <see cref="EmulatorOptions.Costs"/>.</summary>
    public ResponseCost? Cost { get; init; }
}

/// <summary>One upgrade that was refused.</summary>
/// <param name="Time">When.</param>
/// <param name="Status">The HTTP status of the refusal; 0 where there was no answer.</param>
/// <param name="Headers">Headers of the upgrade request; of Authorization only the last four characters are kept.</param>
public sealed record JournalRefusal(DateTimeOffset Time, int Status, IReadOnlyDictionary<string, string> Headers);

/// <summary>How many entries the journal has dropped, because it keeps no more than <see cref="EmulatorLimits.JournalBytes"/>.</summary>
/// <param name="Frames">Of <see cref="Journal.Frames"/>.</param>
/// <param name="Responses">Of <see cref="Journal.Responses"/>.</param>
/// <param name="Connections">Of <see cref="Journal.Connections"/>.</param>
/// <param name="RefusedUpgrades">Of <see cref="Journal.RefusedUpgrades"/>.</param>
public sealed record JournalDropped(long Frames, long Responses, long Connections, long RefusedUpgrades);
