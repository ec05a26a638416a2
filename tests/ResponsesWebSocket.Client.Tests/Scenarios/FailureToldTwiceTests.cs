namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Some services tell a failure by <c>error</c> and then again by the <c>response.failed</c> of the same response.</summary>
public sealed class FailureToldTwiceTests
{
    private const int UnknownEvent = 3;
    private const string Error = """{"type":"error","status":500,"error":{"type":"server_error","code":"server_error","message":"It broke."}}""";

    [Fact]
    public async Task The_second_telling_on_an_idle_socket_leaves_the_socket_whole()
    {
        using var logs = new CapturedLogs();
        await using var harness = await StartAsync(logs);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.failed");
        await FailAsync(harness, held);
        held.Release();
        await harness.Journal.WaitForSentAsync("response.failed", turn: 1, harness.Limit);
        // The read loop logs this one only after everything before it.
        await harness.Emulator.InjectTextAsync("""{"type":"test.marker"}""", harness.Limit);
        await logs.NextAsync(UnknownEvent, harness.Limit);

        await ShouldGoOnAsync(harness, harness.BeginAsync(TestHistory.Asking("go on")));
    }

    [Fact]
    [Trait("Bug", "02 another request's error")]
    public async Task The_second_telling_while_the_next_turn_runs_is_not_that_turns_failure()
    {
        using var logs = new CapturedLogs();
        await using var harness = await StartAsync(logs);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.failed");
        await FailAsync(harness, held);
        var next = harness.BeginAsync(TestHistory.Asking("go on"));
        await harness.Journal.WaitForTurnAsync(2, harness.Limit);
        held.Release();

        await ShouldGoOnAsync(harness, next);
    }

    private static Task<Harness> StartAsync(CapturedLogs logs) => Harness.StartAsync(
        new EmulatorOptions { Model = new ScriptedModel().Then(ModelAnswer.Failed("server_error", "It broke.")).Then(ModelAnswer.Text("fine")).Then(ModelAnswer.Text("more")) },
        static options => options.MaxRetries = 0,
        logs);

    private static async Task FailAsync(Harness harness, TurnBarrier held)
    {
        var turn = harness.BeginAsync(TestHistory.Asking("go"));
        await held.Reached;
        await harness.Emulator.InjectTextAsync(Error, harness.Limit);
        var thrown = (await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>()).Which;
        (thrown.Code, thrown.Delivery).Should().Be(("server_error", DeliveryState.Accepted));
    }

    private static async Task ShouldGoOnAsync(Harness harness, Task<TurnResult> next)
    {
        var result = await next;
        (result.Text, result.Report.Session, result.Report.Sends).Should().Be(("fine", 1, 1));
        (await harness.TurnAsync(TestHistory.Asking("go on").Mapped(result).User("and on"))).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        harness.Journal.Connections.Should().ContainSingle();
    }
}
