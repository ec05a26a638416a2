namespace ResponsesWebSocket.Emulator;

/// <summary>What everything so far has cost by the <see cref="EmulatorCosts"/>. Sums over all connections: what ran at the same time is counted
/// side by side, so the total can be longer than the time between begin and end.</summary>
public sealed record CostSummary
{
    /// <summary>Number of connections that paid for their start.</summary>
    public long Handshakes { get; init; }

    /// <summary>Number of requests, refused ones included.</summary>
    public long Requests { get; init; }

    /// <summary>Tokens of input, cached ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens of input that were cached.</summary>
    public long CachedTokens { get; init; }

    /// <summary>Tokens of output.</summary>
    public long OutputTokens { get; init; }

    /// <summary>For the starts of connections.</summary>
    public TimeSpan HandshakeTime { get; init; }

    /// <summary>For requests.</summary>
    public TimeSpan RequestTime { get; init; }

    /// <summary>For reading input.</summary>
    public TimeSpan PrefillTime { get; init; }

    /// <summary>For writing output.</summary>
    public TimeSpan DecodeTime { get; init; }

    /// <summary>All times together.</summary>
    public TimeSpan Total => HandshakeTime + RequestTime + PrefillTime + DecodeTime;
}
