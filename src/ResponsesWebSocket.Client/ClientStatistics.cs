namespace ResponsesWebSocket.Client;

/// <summary>
/// What a client has done since it was made, and what it does now. The figures are taken one after the other while turns go on, so they
/// need not add up to the last one.
/// </summary>
public sealed record ClientStatistics
{
    /// <summary>Sockets that are open now, those that only end their last turns included.</summary>
    public required int SessionsOpen { get; init; }

    /// <summary>Sockets that were ever opened.</summary>
    public required long SessionsOpened { get; init; }

    /// <summary>Sockets that ended otherwise than by the client's own wish: closed by the service, silent, or without a connection.</summary>
    public required long SessionsLost { get; init; }

    /// <summary>Lanes on which something runs now: a turn, one that was left and not yet ended by the service, a context that is made ready.</summary>
    public required int LanesInUse { get; init; }

    /// <summary>Turns that were begun and have not ended, those that wait included.</summary>
    public required long TurnsInFlight { get; init; }

    /// <summary>How many wait for a lane now, the opening of a socket included.</summary>
    public required int TurnsWaiting { get; init; }

    /// <summary>Turns that ended with a response.</summary>
    public required long TurnsCompleted { get; init; }

    /// <summary>Turns that ended with an exception.</summary>
    public required long TurnsFailed { get; init; }

    /// <summary>Turns that the caller left: cancelled, or no longer enumerated.</summary>
    public required long TurnsAbandoned { get; init; }

    /// <summary>Completed turns that went on from the newest response of their lane; <see cref="PlanKind.Continue"/>.</summary>
    public required long TurnsContinued { get; init; }

    /// <summary>Completed turns that went on from a response on another lane; <see cref="PlanKind.Fork"/>.</summary>
    public required long TurnsForked { get; init; }

    /// <summary>Completed turns that were sent in full; <see cref="PlanKind.Replay"/>.</summary>
    public required long TurnsReplayed { get; init; }

    /// <summary>Bytes of frames and HTTP bodies sent for turns that have ended, however they did, repeated sends and steers included.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Bytes that these turns would have taken if each had been sent in full once.</summary>
    public required long BytesIfSentInFull { get; init; }

    /// <summary>Bytes of frames that made contexts ready ahead of turns; not part of <see cref="BytesSent"/>.</summary>
    public required long BytesPrepared { get; init; }

    /// <summary>How often turns were sent again at the cost of <see cref="ResponsesWebSocketOptions.MaxRetries"/>.</summary>
    public required long Retries { get; init; }

    /// <summary>Whether the endpoint has lanes; <see langword="null"/> as long as nothing has shown it.</summary>
    public required bool? HasLanes { get; init; }

    /// <summary>Whether turns go over HTTP for now, because sockets could not be opened.</summary>
    public required bool IsOverHttp { get; init; }

    /// <summary>Responses that are remembered as places to continue from.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>What they take in memory, in bytes, roughly.</summary>
    public required long CheckpointBytes { get; init; }
}
