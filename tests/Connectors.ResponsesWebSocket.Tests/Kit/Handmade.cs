namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>Outcomes made by hand, for mappers that need no wire.</summary>
internal static class Handmade
{
    public static TurnResult Response(params ConversationItem[] output) => Response(usage: null, output);

    public static TurnResult Response(TurnUsage? usage, params ConversationItem[] output) => new()
    {
        Id = "resp_1",
        Status = TurnStatus.Completed,
        Output = output,
        Usage = usage,
        Report = new TurnReport
        {
            Plan = new TurnPlan(PlanKind.Replay, PlanReason.NoCheckpoint),
            ResponseId = "resp_1",
            Session = 1,
            InputItems = 1,
            SentItems = 1,
            BytesSent = 1,
            BytesIfSentInFull = 1,
            Sends = 1,
            SessionAge = TimeSpan.Zero,
            FirstEvent = TimeSpan.Zero,
            Duration = TimeSpan.Zero,
        },
    };
}
