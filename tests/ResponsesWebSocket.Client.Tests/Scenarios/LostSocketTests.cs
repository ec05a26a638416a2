namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class LostSocketTests
{
    private static readonly TurnPlan Lost = new(PlanKind.Replay, PlanReason.SessionLost);

    [Fact]
    [Trait("Bug", "12 delta sent where the state is not")]
    public async Task Dropped_while_idle_the_next_turn_is_sent_whole_on_a_new_socket()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        harness.Emulator.DropConnections();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        var result = await harness.SayAsync(history, "say two");

        result.Report.Plan.Should().Be(Lost);
        result.Report.Session.Should().Be(2);
        result.Text.Should().Be("two");
    }

    [Fact]
    [Trait("Bug", "10 closed or sick socket taken from the pool")]
    public async Task Closed_in_order_while_idle_the_next_turn_is_sent_whole_on_a_new_socket()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        await harness.Emulator.CloseConnectionsAsync(1001, "going away", harness.Limit);
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        var result = await harness.SayAsync(history, "say two");

        result.Report.Plan.Should().Be(Lost);
        result.Report.Session.Should().Be(2);
    }

    [Fact]
    public async Task Dropped_before_the_first_event_the_turn_is_sent_again_unseen()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        harness.Faults.DropBeforeTurn(2);
        var result = await harness.SayAsync(history, "say two");

        result.Report.Plan.Should().Be(Lost);
        (result.Report.Session, result.Report.Sends).Should().Be((2, 2));
    }

    [Theory]
    [InlineData("response.created")]
    [InlineData("response.output_text.delta")]
    [InlineData("response.output_item.done")]
    public async Task Dropped_in_the_middle_of_an_answer_nobody_saw_the_turn_is_sent_again(string lastEvent)
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        harness.Faults.DropAfterEvent(2, lastEvent);
        var result = await harness.SayAsync(history, "say this is a longer answer in several pieces");

        result.Text.Should().Be("this is a longer answer in several pieces");
        result.Report.Plan.Should().Be(Lost);
        (result.Report.Session, result.Report.Sends).Should().Be((2, 2));
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task Dropped_right_after_the_answer_the_turn_counts_and_the_next_one_replays()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        harness.Faults.DropAfterTurn(1);
        var first = await harness.SayAsync(history, "say one");
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        var second = await harness.SayAsync(history, "say two");

        first.Report.Sends.Should().BeLessThanOrEqualTo(2, "a drop may overtake the terminal event");
        second.Text.Should().Be("two");
        second.Report.Plan.Kind.Should().Be(first.Report.Sends == 1 ? PlanKind.Replay : PlanKind.Continue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [Trait("Bug", "06 dead peer costs time and money")]
    public async Task When_every_replay_is_lost_too_the_caller_gets_to_know(int maxRetries)
    {
        await using var harness = await Harness.StartTalkingAsync(options => options.MaxRetries = maxRetries);
        for (var turn = 1; turn <= maxRetries + 1; turn++)
        {
            harness.Faults.DropAfterEvent(turn, "response.created");
        }

        var turnOfTooManyLosses = () => harness.TurnAsync(TestHistory.Asking("say one"));

        var thrown = (await turnOfTooManyLosses.Should().ThrowAsync<ConnectionLostException>()).Which;
        thrown.IsTransient.Should().BeTrue();
        harness.Journal.Sent().Should().HaveCount(maxRetries + 1);
        (await harness.TurnAsync(TestHistory.Asking("say two"))).Text.Should().Be("two");
    }
}
