namespace ResponsesWebSocket.Client;

/// <summary>How a turn was sent.</summary>
public enum PlanKind
{
    /// <summary>Only new items, behind the newest response of the same lane.</summary>
    Continue,

    /// <summary>Only new items, on another lane than the one that holds the parent.</summary>
    Fork,

    /// <summary>Everything, with no parent.</summary>
    Replay,
}

/// <summary>Why a turn was sent as it was.</summary>
public enum PlanReason
{
    /// <summary>Continue: the history goes on from the newest response of the lane.</summary>
    LatestOfLane,

    /// <summary>Replay: nothing that the service holds is a beginning of this history.</summary>
    NoCheckpoint,

    /// <summary>Replay: the history was changed behind the last response; see <see cref="TurnPlan.EditedAt"/>.</summary>
    HistoryEdited,

    /// <summary>Replay: the socket that held the context is gone.</summary>
    SessionLost,

    /// <summary>Replay: the socket that held the context has reached its age and takes no more turns.</summary>
    SessionTooOld,

    /// <summary>Replay: the service dropped the context, after an error or by its own word.</summary>
    ParentEvicted,

    /// <summary>
    /// Replay: the lane that held the context went on with another conversation. Frequent where there are more live conversations
    /// than <see cref="ResponsesWebSocketOptions.MaxSessions"/> sockets hold.
    /// </summary>
    ParentReplaced,

    /// <summary>Replay: the last response was cut short and cannot be continued from.</summary>
    ParentIncomplete,

    /// <summary>Replay: the caller left the turn before, and the service went on to an answer nobody heard.</summary>
    TurnAbandoned,

    /// <summary>
    /// The lane that holds the context has another turn in flight. Fork: the turn goes on from it beside that one. Replay: the
    /// socket has no lane or no room for that, or its slots were all taken for too long.
    /// </summary>
    LaneBusy,

    /// <summary>Fork: the response is not the newest of a lane any more, but the service stored it.</summary>
    ParentStored,

    /// <summary>Replay: the service could not read the earlier reasoning, or has none to send; the turn was sent again without.</summary>
    ReasoningRefused,

    /// <summary>Replay: the tools changed in a way that can only be said anew, or the model takes none as items.</summary>
    ToolsChanged,

    /// <summary>Replay: the history ends with the last response, so there is nothing to continue with.</summary>
    NothingNew,

    /// <summary>Replay: turns go over HTTP by <see cref="ResponsesWebSocketOptions.Transport"/>, and HTTP holds no context between turns.</summary>
    OverHttp,

    /// <summary>Replay: over HTTP, because the frame is larger than a socket takes.</summary>
    FrameTooLarge,

    /// <summary>Replay: over HTTP, because a socket would have had to be opened and none can be at the moment.</summary>
    SocketUnavailable,
}

/// <summary>How a turn was sent, and why.</summary>
/// <param name="Kind">How.</param>
/// <param name="Reason">Why.</param>
/// <param name="EditedAt">
/// For <see cref="PlanReason.HistoryEdited"/>, the index of the first item that differs; the number of items when the history was only
/// shortened. Counts the history as it goes out, with the gaps between calls and outputs closed.
/// </param>
public readonly record struct TurnPlan(PlanKind Kind, PlanReason Reason, int? EditedAt = null)
{
    /// <summary>
    /// For <see cref="PlanReason.HistoryEdited"/>, what differs in that item, for example <c>content[0].text</c> or
    /// <c>arguments.drive</c>: names of members, cut short, and no values. <see langword="null"/> when the history was only shortened.
    /// </summary>
    /// <remarks>Names inside arguments and outputs are the conversation's own, so the client puts this in no log, trace or exception.</remarks>
    public string? DiffPath { get; init; }

    /// <summary>For logs: <c>Replay (HistoryEdited at 3)</c>.</summary>
    public override string ToString() => EditedAt is { } index ? $"{Kind} ({Reason} at {index})" : $"{Kind} ({Reason})";
}

/// <summary>What a completed turn cost and why it was sent as it was.</summary>
public sealed record TurnReport
{
    /// <summary>How the turn was sent in the end, and why.</summary>
    public required TurnPlan Plan { get; init; }

    /// <summary>The service's id of the response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>What the turn went over in the end: <see cref="ResponsesTransport.WebSocket"/> or <see cref="ResponsesTransport.Http"/>.</summary>
    public ResponsesTransport Transport { get; init; } = ResponsesTransport.WebSocket;

    /// <summary>The socket, numbered from 1 in the order of opening; 0 for a turn over HTTP.</summary>
    public required int Session { get; init; }

    /// <summary>The lane within the socket; <see langword="null"/> is the default lane.</summary>
    public string? Lane { get; init; }

    /// <summary>Items of the whole history, as it goes out in full: with the gaps between calls and outputs closed.</summary>
    public required int InputItems { get; init; }

    /// <summary>Items that were sent.</summary>
    public required int SentItems { get; init; }

    /// <summary>Bytes of frames and HTTP bodies sent for this turn, repeated sends and steers included.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Bytes that sending the whole history once would have taken.</summary>
    public required long BytesIfSentInFull { get; init; }

    /// <summary>How often the turn was sent; 1 when all went well.</summary>
    public required int Sends { get; init; }

    /// <summary>How many of those sends counted against <see cref="ResponsesWebSocketOptions.MaxRetries"/>.</summary>
    public int Retries { get; init; }

    /// <summary>
    /// How long the turn waited to be sent, over all its sends: for a lane, opening a socket for it included, for the moment that a
    /// <c>retry-after</c> named, and between its tries.
    /// </summary>
    public TimeSpan QueueWait { get; init; }

    /// <summary>The age of the socket when the turn was sent; zero over HTTP.</summary>
    public required TimeSpan SessionAge { get; init; }

    /// <summary>From the call to the first event of the service, connecting and waiting included.</summary>
    public required TimeSpan FirstEvent { get; init; }

    /// <summary>From the call to the end of the response.</summary>
    public required TimeSpan Duration { get; init; }
}
