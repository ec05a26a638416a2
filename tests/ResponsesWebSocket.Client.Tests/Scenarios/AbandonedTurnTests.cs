namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>On an endpoint without lanes; with lanes see <see cref="LaneTests"/>.</summary>
public sealed class AbandonedTurnTests
{
    private static readonly TurnPlan Busy = new(PlanKind.Replay, PlanReason.LaneBusy);
    private static readonly TurnPlan Abandoned = new(PlanKind.Replay, PlanReason.TurnAbandoned);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Bug", "01 abandoned response answers the next question")]
    public async Task Cancelled_before_it_began_a_turn_sends_nothing(bool connected)
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.WithoutLanes);
        var history = new TestHistory();
        if (connected)
        {
            await harness.SayAsync(history, "say one");
        }

        var framesBefore = harness.Journal.Frames.Count;
        var cancelled = () => harness.Client.CreateAsync(Harness.Request(history.Copy().User("say never")), new CancellationToken(canceled: true));
        await cancelled.Should().ThrowAsync<OperationCanceledException>();
        harness.Journal.Frames.Should().HaveCount(framesBefore);

        var next = await harness.SayAsync(history, "say two");
        next.Report.Plan.Kind.Should().Be(connected ? PlanKind.Continue : PlanKind.Replay);
        harness.Journal.Sent().Should().NotContain(static frame => frame.Text!.Contains("never"));
    }

    [Theory]
    [InlineData("response.created")]
    [InlineData("response.output_text.delta")]
    [InlineData("response.completed")]
    [Trait("Bug", "01 abandoned response answers the next question")]
    public async Task Cancelled_while_the_answer_is_held_the_conversation_goes_on_at_once_elsewhere(string heldEvent)
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.WithoutLanes);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, heldEvent);
        await CancelWhenHeldAsync(harness, history.Copy().User("say abandoned"), held);

        var next = await harness.SayAsync(history, "say two");

        (next.Text, next.Report.Session, next.Report.Sends).Should().Be(("two", 2, 1));
        next.Report.Plan.Should().Be(Abandoned);
        (await harness.SayAsync(history, "recall")).Text.Should().Be("say one\nsay two");
    }

    [Fact]
    public async Task Once_the_service_has_finished_the_abandoned_turn_its_lane_is_used_again()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.OneLane);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await CancelWhenHeldAsync(harness, TestHistory.Asking("say abandoned"), held);
        var waiting = harness.BeginAsync(TestHistory.Asking("say two"));
        harness.Journal.Sent().Should().ContainSingle();
        held.Release();

        (await waiting).Text.Should().Be("two");
        (await harness.TurnAsync(TestHistory.Asking("recall"))).Text.Should().BeEmpty();
        harness.Journal.Connections.Should().ContainSingle();
    }

    [Fact]
    [Trait("Bug", "01 abandoned response answers the next question")]
    public async Task An_enumeration_left_early_leaves_the_turn()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.WithoutLanes);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.output_text.done");
        await using (var stream = harness.Stream(history.Copy().User("say abandoned")))
        {
            await StreamingTests.NextAsync<OutputTextDeltaEvent>(stream);
            await held.Reached;
        }

        var next = await harness.SayAsync(history, "say two");

        (next.Text, next.Report.Session).Should().Be(("two", 2));
        next.Report.Plan.Should().Be(Abandoned);
    }

    [Fact]
    public async Task Two_turns_at_once_from_one_history_run_on_two_sockets()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.WithoutLanes);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.created");
        var first = harness.BeginAsync(history.Copy().User("say left"));
        await held.Reached;
        var second = await harness.TurnAsync(history.Copy().User("say right"));
        held.Release();

        (await first).Text.Should().Be("left");
        (await first).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        second.Text.Should().Be("right");
        (second.Report.Plan, second.Report.Session).Should().Be((Busy, 2));
    }

    internal static async Task CancelWhenHeldAsync(Harness harness, TestHistory history, TurnBarrier held)
    {
        using var cancellation = new CancellationTokenSource();
        var turn = harness.BeginAsync(history, cancellation.Token);
        await held.Reached.WaitAsync(harness.Limit);
        await cancellation.CancelAsync();
        await turn.Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>();
    }
}
