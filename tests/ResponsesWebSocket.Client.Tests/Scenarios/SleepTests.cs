namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>The first turn after a sleep, before any timer has told that time has passed: the service may have ended the socket long ago.</summary>
public sealed class SleepTests
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 0)]
    [InlineData(0, 2)]
    [Trait("Bug", "09 stale chain after stall or sleep")]
    public async Task Whichever_clock_has_gone_on_the_socket_counts_as_too_old_and_the_turn_is_sent_once_on_another(int hoursByDate, int hoursByCounter)
    {
        var time = new SleepingTime();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), time: time);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        time.Sleep(TimeSpan.FromHours(hoursByDate), TimeSpan.FromHours(hoursByCounter));
        var next = await harness.SayAsync(history, "say two");

        (next.Text, next.Report.Session, next.Report.Sends).Should().Be(("two", 2, 1));
        next.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.SessionTooOld));
        harness.Journal.Sent().Where(static frame => frame.ConnectionId == 1).Should().ContainSingle("nothing goes out on a socket that old");
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    [Trait("Bug", "09 stale chain after stall or sleep")]
    public async Task A_turn_that_waited_for_its_lane_through_the_sleep_does_not_take_it()
    {
        var time = new SleepingTime();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), Harness.OneLane, time: time);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.completed");
        var running = harness.BeginAsync(history.Copy().User("say two"));
        await held.Reached.WaitAsync(harness.Limit);
        var waiting = harness.BeginAsync(history.Copy().User("say three"));
        time.Sleep(TimeSpan.FromHours(2), TimeSpan.FromHours(2));
        held.Release();

        ((await running).Text, (await running).Report.Session).Should().Be(("two", 1), "the service lets a turn end");
        ((await waiting).Text, (await waiting).Report.Session, (await waiting).Report.Sends).Should().Be(("three", 2, 1));
    }
}
