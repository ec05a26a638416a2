namespace ResponsesWebSocket.Client;

/// <summary>What became of a message that was to steer a running turn.</summary>
public enum SteerStatus
{
    /// <summary>
    /// The turn goes on with it: the service ended the response that ran and began the next one with the message. It stands in
    /// <see cref="TurnResult.Output"/> where the service put it.
    /// </summary>
    Applied,

    /// <summary>
    /// The response ended with calls, and the service keeps the message for the turn that brings their results. It stands behind
    /// the calls in <see cref="TurnResult.Output"/>; the results follow it in the history.
    /// </summary>
    WaitsForResults,

    /// <summary>
    /// The running turn does not use it and the service does not keep it. Append it to the history of the next turn.
    /// </summary>
    NotDelivered,
}

/// <summary>The outcome of one steer.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Messages">The messages, handed back.</param>
/// <param name="Code">The service's failure code, for example <c>steering_not_supported</c>; null when it refused nothing.</param>
/// <param name="Reason">For <see cref="SteerStatus.NotDelivered"/>, why; for logs and people.</param>
public sealed record SteerOutcome(SteerStatus Status, IReadOnlyList<ConversationItem> Messages, string? Code = null, string? Reason = null);
