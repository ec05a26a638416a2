namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class UnwrittenFrameTests
{
    private const string TurnSent = "Debug 14 ";

    [Fact]
    public async Task A_frame_whose_write_failed_is_not_logged_as_being_on_the_wire()
    {
        using var logs = new CapturedLogs();
        using var wire = new BreakableWire();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), options => options.HttpInvoker = wire.Invoker, logs);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        wire.BreakWrites();
        var report = (await harness.SayAsync(history, "say two")).Report;

        (report.Session, report.Sends, report.Plan).Should().Be((2, 2, new TurnPlan(PlanKind.Replay, PlanReason.SessionLost)));
        logs.Lines.Where(static line => line.StartsWith(TurnSent, StringComparison.Ordinal)).Select(static line => line[TurnSent.Length..].Split(" of client")[0])
            .Should().Equal("The frame of the turn on session 1", "The frame of the turn on session 2");
        harness.Journal.Sent().Should().HaveCount(2, "that is what the service got");
    }
}
