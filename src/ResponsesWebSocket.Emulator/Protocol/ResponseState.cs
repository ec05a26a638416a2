using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>The part of a response that changes while it runs.</summary>
internal sealed record ResponseState(string Status)
{
    public static ResponseState InProgress { get; } = new("in_progress");

    public static ResponseState Queued { get; } = new("queued");

    public DateTimeOffset? CompletedAt { get; init; }

    public IReadOnlyList<JsonElement> Output { get; init; } = [];

    public TerminalOutput OutputForm { get; init; }

    public Usage? Usage { get; init; }

    public string? IncompleteReason { get; init; }

    public JsonObject? Error { get; init; }
}
