using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator;

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
