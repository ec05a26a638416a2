namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>Waits until the client has logged one more of certain events: the way to know that it has got somewhere and waits.</summary>
internal static class LogSignal
{
    /// <summary>A frame is on the wire as the client sees it: from then on its clocks run.</summary>
    private const int TurnSent = 14;

    /// <summary>A turn waits between two sends, with its timer set.</summary>
    private const int TurnPauses = 16;

    /// <summary>Something waits at the gate, with its timer set.</summary>
    private const int WaitsForService = 17;

    public static Task SentAsync(this CapturedLogs logs, CancellationToken limit) => logs.NextAsync(TurnSent, limit);

    public static Task PauseAsync(this CapturedLogs logs, CancellationToken limit) => logs.NextAsync(TurnPauses, limit);

    public static Task AtTheGateAsync(this CapturedLogs logs, CancellationToken limit) => logs.NextAsync(WaitsForService, limit);
}
