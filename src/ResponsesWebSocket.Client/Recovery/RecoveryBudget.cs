namespace ResponsesWebSocket.Client.Recovery;

/// <summary>What one turn may still cost in sends beyond the first.</summary>
internal sealed class RecoveryBudget(int replays)
{
    /// <summary>How often it may be sent again because its socket was lost; the user's setting.</summary>
    public int Replays { get; private set; } = replays;

    /// <summary>
    /// How often it may be sent otherwise for reasons that are nobody's failure: no lanes, no reasoning, a socket at its limit.
    /// Bounded, because a service that always says so would keep the turn going round.
    /// </summary>
    public int Moves { get; private set; } = 4;

    public void Spend(RecoveryStep step)
    {
        switch (step)
        {
            case RecoveryStep.ReplayElsewhere:
                Replays--;
                break;
            case RecoveryStep.WithoutLanes or RecoveryStep.WithoutReasoning or RecoveryStep.Move:
                Moves--;
                break;
        }
    }
}
