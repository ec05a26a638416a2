using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Resilience;

internal enum RecoveryStep
{
    /// <summary>The caller gets to know.</summary>
    Throw,

    /// <summary>Everything is sent again on the same lane. Costs nothing but time, so it is not counted.</summary>
    ReplayOnSameLane,

    /// <summary>The endpoint has no lanes, as it turns out: the turn goes to a socket of its own.</summary>
    WithoutLanes,

    /// <summary>The service cannot read the reasoning that went along, or has none to send: the turn is sent without.</summary>
    WithoutReasoning,

    /// <summary>The model takes no tools as items: they go as the field from now on.</summary>
    ToolsAsField,

    /// <summary>The service has set this socket an end by its own rules, so the turn goes to another.</summary>
    Move,

    /// <summary>The turn is sent again on another session; counted.</summary>
    ReplayElsewhere,

    /// <summary>Everything is sent over HTTP, since no socket takes it. At most once for a turn, so it is not counted.</summary>
    ReplayOverHttp,

    /// <summary>The service cannot now: the turn is sent again after a wait; counted.</summary>
    RetryLater,
}

/// <summary>What follows from a failed turn.</summary>
internal static class RecoveryPolicy
{
    /// <summary>Why a turn is sent in full that the step sends in full.</summary>
    public static PlanReason Reason(this RecoveryStep step) => step switch
    {
        RecoveryStep.ReplayOnSameLane => PlanReason.ParentEvicted,
        RecoveryStep.ReplayOverHttp => PlanReason.FrameTooLarge,
        RecoveryStep.WithoutReasoning => PlanReason.ReasoningRefused,
        RecoveryStep.ToolsAsField => PlanReason.ToolsChanged,
        _ => PlanReason.SessionLost,
    };

    /// <param name="failure">What went wrong.</param>
    /// <param name="plan">How the turn had been sent.</param>
    /// <param name="callerSawContent">Whether part of the answer is in the caller's hands. Sending again would then double it.</param>
    /// <param name="budget">What the turn may still cost.</param>
    public static RecoveryStep Decide(ResponsesWebSocketException failure, PlanKind plan, bool callerSawContent, RecoveryBudget budget) => failure switch
    {
        _ when callerSawContent => RecoveryStep.Throw,
        ResponseRefusedException { Code: ServerError.PreviousResponseNotFound } when plan != PlanKind.Replay => RecoveryStep.ReplayOnSameLane,
        ResponseRefusedException { RefusesLane: true } when budget.Moves > 0 => RecoveryStep.WithoutLanes,
        ResponseRefusedException { RefusesReasoning: true } when budget.Moves > 0 => RecoveryStep.WithoutReasoning,
        ResponseRefusedException { RefusesToolItems: true } when budget.Moves > 0 => RecoveryStep.ToolsAsField,
        ResponseRefusedException { Code: ServerError.StreamLimitReached } when budget.Moves > 0 => RecoveryStep.Move,
        ConnectionLostException { IsAgeLimit: true } when budget.Moves > 0 => RecoveryStep.Move,
        ResponseRefusedException { IsTransient: true } refusal when budget.Retries > 0 && budget.MayWait(refusal.RetryAfter) => RecoveryStep.RetryLater,
        ConnectionLostException { IsTransient: true } when budget.Retries > 0 => RecoveryStep.ReplayElsewhere,
        // What broke the socket was not this turn's: it had not been sent.
        ProtocolViolationException { Delivery: DeliveryState.NotSent } when budget.Retries > 0 => RecoveryStep.ReplayElsewhere,
        _ => RecoveryStep.Throw,
    };
}
