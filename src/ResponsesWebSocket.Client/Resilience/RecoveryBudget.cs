using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Resilience;

/// <summary>What one turn may still cost in sends beyond the first.</summary>
/// <param name="retries">How often it may be sent again for a reason that counts; the user's setting.</param>
/// <param name="longestWait">How long a wait that the service asks for may be; null is any.</param>
internal sealed class RecoveryBudget(int retries, TimeSpan? longestWait = null)
{
    private int _losses;
    private int _refusals;

    /// <summary>How often it may be sent again because its socket was lost or the service refused it for now.</summary>
    public int Retries { get; private set; } = retries;

    /// <summary>
    /// How often it may be sent otherwise for reasons that are nobody's failure: no lanes, no reasoning, no tools as items, a socket at its limit.
    /// Bounded, because a service that always says so would keep the turn going round.
    /// </summary>
    public int Moves { get; private set; } = 5;

    /// <summary>Whether the wait that a refusal asks for is worth it.</summary>
    public bool MayWait(TimeSpan? asked) => asked is null || longestWait is null || asked <= longestWait;

    public void Spend(RecoveryStep step)
    {
        switch (step)
        {
            case RecoveryStep.ReplayElsewhere:
                Retries--;
                _losses++;
                break;
            case RecoveryStep.RetryLater:
                Retries--;
                _refusals++;
                break;
            case RecoveryStep.WithoutLanes or RecoveryStep.WithoutReasoning or RecoveryStep.ToolsAsField or RecoveryStep.Move:
                Moves--;
                break;
        }
    }

    /// <summary>How long to wait before a step that was spent. A first loss says nothing about the service, so it costs
    /// no time unless the service said so.</summary>
    public TimeSpan PauseBefore(RecoveryStep step, ResponsesWebSocketException failure) => step switch
    {
        RecoveryStep.ReplayElsewhere when failure is ConnectionLostException { CloseStatus: var status } && CloseCode.AsksForTime(status) => Backoff.After(_losses),
        RecoveryStep.ReplayElsewhere when _losses > 1 => Backoff.After(_losses - 1),
        RecoveryStep.RetryLater => Backoff.After(_refusals),
        _ => TimeSpan.Zero,
    };
}
