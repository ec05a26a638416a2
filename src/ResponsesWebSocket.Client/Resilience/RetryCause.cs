namespace ResponsesWebSocket.Client.Resilience;

/// <summary>Why a turn is sent again, in words for telemetry.</summary>
internal static class RetryCause
{
    public static string Of(RecoveryStep step, ResponsesWebSocketException failure) => (step, failure) switch
    {
        (RecoveryStep.ReplayOnSameLane, _) => "context_gone",
        (RecoveryStep.WithoutLanes, _) => "no_lanes",
        (RecoveryStep.WithoutReasoning, _) => "reasoning_refused",
        (RecoveryStep.ToolsAsField, _) => "tool_items_refused",
        (RecoveryStep.Move, _) => "socket_limit",
        (RecoveryStep.ReplayOverHttp, _) => "frame_too_large",
        (RecoveryStep.RetryLater, _) => "refused_for_now",
        (_, ConnectionLostException { IsStall: true }) => "silence",
        _ => "connection_lost",
    };
}
