namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>Some turns in a hundred go wrong; which and how follows from the seed and the turn's number.</summary>
internal sealed class StressFaults(int seed)
{
    /// <summary>Tells what was done on purpose from what the client brought about.</summary>
    public const string Mark = "On purpose.";

    private static readonly string[] Events =
    [
        "response.created", "response.in_progress", "response.output_item.added", "response.output_text.delta", "response.output_item.done", "response.completed",
    ];

    private static readonly EmulatedError[] Refusals =
    [
        new(400, "previous_response_not_found", Mark),
        new(400, "previous_response_not_found", Mark) { Shape = ErrorShape.ResponseFailed },
        EmulatedErrors.RateLimitExceeded(TimeSpan.FromSeconds(1)),
        EmulatedErrors.ServerError,
    ];

    private static readonly EmulatedError[] Ends = [EmulatedErrors.ServerIsOverloaded, EmulatedErrors.Find("websocket_connection_limit_reached")!];

    /// <summary>After these the service closes the socket.</summary>
    public static IReadOnlyList<string?> EndCodes { get; } = [.. Ends.Where(static error => error.CloseStatus is not null).Select(static error => error.Code)];

    public static IReadOnlyList<string?> Codes { get; } = [.. Refusals.Concat(Ends).Select(static error => error.Code)];

    public FaultAction At(FaultPoint point)
    {
        var random = new Random((seed * 100_003) + point.Turn);
        var (kind, which, eventType) = (random.Next(1000), random.Next(100), Events[random.Next(Events.Length)]);
        return (kind, point.Stage) switch
        {
            (< 2, FaultStage.CreateArrived) => FaultAction.Drop,
            (>= 2 and < 5, FaultStage.BeforeEvent) or (>= 5 and < 8, FaultStage.AfterEvent) when IsThere(point, eventType) => FaultAction.Drop,
            (>= 8 and < 12, FaultStage.BeforeEvent) when IsThere(point, eventType) => FaultAction.Refuse(Ends[which % Ends.Length]),
            (>= 12 and < 40, FaultStage.TurnStarting) => FaultAction.Refuse(Refusals[which % Refusals.Length]),
            (>= 40 and < 50, FaultStage.BeforeEvent) when IsThere(point, eventType) => FaultAction.Refuse(EmulatedErrors.ServerError),
            _ => FaultAction.None,
        };
    }

    private static bool IsThere(FaultPoint point, string eventType) => point.EventType == eventType && point.Occurrence == 1;
}
