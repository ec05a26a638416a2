namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class SocketAgeTests
{
    private const string LimitFrame = """{"type":"error","status":400,"error":{"type":"invalid_request_error","code":"websocket_connection_limit_reached","message":"60 minutes are over."}}""";

    [Fact]
    public async Task A_socket_that_grew_too_old_while_idle_is_replaced_in_silence()
    {
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(new EmulatorOptions { TimeProvider = time });
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        time.Advance(EmulatorOptions.DefaultMaximumConnectionAge);
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        var next = await harness.SayAsync(history, "say two");

        next.Text.Should().Be("two");
        next.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.SessionLost));
        (next.Report.Session, next.Report.Sends).Should().Be((2, 1));
    }

    [Fact]
    public async Task A_socket_that_grew_too_old_in_the_middle_of_a_turn_is_replaced_unseen()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await held.Reached;
        await harness.Emulator.InjectTextAsync(LimitFrame, harness.Limit);

        (await turn).Text.Should().Be("one");
        ((await turn).Report.Session, (await turn).Report.Sends).Should().Be((2, 2));
    }

    [Fact]
    public async Task A_report_tells_the_age_of_the_socket_and_the_times_of_the_turn()
    {
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), time: time);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        time.Advance(TimeSpan.FromMinutes(10));
        using var held = harness.Faults.HoldBeforeEvent(2, "response.created");
        var turn = harness.BeginAsync(history.User("say two"));
        await held.Reached;
        time.Advance(TimeSpan.FromSeconds(3));
        held.Release();

        var report = (await turn).Report;
        (report.SessionAge, report.FirstEvent, report.Duration).Should().Be((TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)));
    }
}
