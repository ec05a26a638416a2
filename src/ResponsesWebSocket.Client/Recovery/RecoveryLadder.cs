using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Recovery;

internal enum RecoveryStep
{
    /// <summary>The caller gets to know.</summary>
    Throw,

    /// <summary>Everything is sent again on the same lane. Costs nothing but time, so it is not counted.</summary>
    ReplayOnSameLane,

    /// <summary>Everything is sent again on another session; counted.</summary>
    ReplayElsewhere,
}

/// <summary>What follows from a failed turn.</summary>
internal static class RecoveryLadder
{
    /// <param name="failure">What went wrong.</param>
    /// <param name="plan">How the turn had been sent.</param>
    /// <param name="callerSawContent">Whether part of the answer is in the caller's hands. Sending again would then double it.</param>
    /// <param name="replaysLeft">How many counted replays the turn still has.</param>
    public static RecoveryStep Decide(ResponsesWebSocketException failure, PlanKind plan, bool callerSawContent, int replaysLeft) => failure switch
    {
        _ when callerSawContent => RecoveryStep.Throw,
        ResponseRefusedException { Code: ServerError.PreviousResponseNotFound } when plan != PlanKind.Replay => RecoveryStep.ReplayOnSameLane,
        ConnectionLostException { IsTransient: true } when replaysLeft > 0 => RecoveryStep.ReplayElsewhere,
        // What broke the socket was not this turn's: it had not been sent.
        ProtocolViolationException { Delivery: DeliveryState.NotSent } when replaysLeft > 0 => RecoveryStep.ReplayElsewhere,
        _ => RecoveryStep.Throw,
    };
}
