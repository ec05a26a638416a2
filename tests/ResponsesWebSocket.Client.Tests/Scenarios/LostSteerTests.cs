namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>The socket is lost or the caller leaves while a steer is under way.</summary>
public sealed class LostSteerTests
{
    private const string TextDone = "response.output_text.done";

    [Fact]
    public async Task Lost_before_the_response_ended_the_turn_fails_and_the_message_comes_back()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        var history = TestHistory.Asking("say one");
        var turn = await WatchedTurn.BeginAsync(harness, history, held);
        var outcome = await turn.SteerAsync("say two");
        harness.Emulator.DropConnections();

        await turn.Awaiting(static t => t.Result).Should().ThrowAsync<ConnectionLostException>();
        (await outcome).Status.Should().Be(SteerStatus.NotDelivered);
        (await harness.SayAsync(history, "recall")).Text.Should().Be("say one");
    }

    [Fact]
    public async Task Lost_before_the_next_part_began_the_turn_ends_with_what_there_is()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        harness.Faults.DropAfterEvent(1, "response.incomplete");
        var history = TestHistory.Asking("say one");
        var (turn, result, outcome) = await SteeredAsync(harness, history, TextDone);

        outcome.Should().Be(SteerStatus.NotDelivered);
        (result.Text, result.IncompleteReason).Should().Be(("one", "steered"));
        turn.Events.Should().NotContain(static happened => happened is TurnSteeredEvent);
        var next = await harness.SayAsync(history.Raw(result), "say two");
        (next.Text, next.Report.Plan.Kind).Should().Be(("two", PlanKind.Replay));
        harness.Journal.Sent().Count(static frame => frame.Type == "response.steer").Should().Be(1);
    }

    [Fact]
    public async Task Lost_behind_a_response_that_completed_by_itself_the_message_comes_back_too()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        harness.Faults.DropAfterEvent(1, "response.completed");
        var history = TestHistory.Asking("say one");
        var (_, result, outcome) = await SteeredAsync(harness, history, "response.completed");

        outcome.Should().Be(SteerStatus.NotDelivered);
        (result.Text, result.Status).Should().Be(("one", TurnStatus.Completed));
        (await harness.SayAsync(history.Raw(result), "say two")).Report.Plan.Kind.Should().Be(PlanKind.Replay);
    }

    [Fact]
    public async Task Lost_when_the_next_part_had_said_nothing_that_part_is_made_again_from_all_that_was_said()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        harness.Faults.DropAfterEvent(2, "response.created");
        var history = TestHistory.Asking("say one");
        var (turn, result, outcome) = await SteeredAsync(harness, history, TextDone);

        outcome.Should().Be(SteerStatus.Applied);
        Canonical.Of(result.Output).Should().Equal("assistant: one", "user: say two", "assistant: two");
        harness.Journal.ShouldHaveSeen(result.Id, [.. history.Items, .. result.Output.Take(2)]);
        result.Report.Sends.Should().Be(2);
        turn.Events.OfType<TurnSteeredEvent>().Should().ContainSingle();
        var next = await harness.SayAsync(history.Raw(result), "recall");
        (next.Text, next.Report.Plan.Kind).Should().Be(("say one\nsay two", PlanKind.Continue));
    }

    [Fact]
    public async Task Lost_when_the_next_part_had_begun_to_speak_the_turn_fails()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        harness.Faults.DropAfterEvent(2, "response.output_text.delta");
        var history = TestHistory.Asking("say one");
        var turn = await WatchedTurn.BeginAsync(harness, history, held);
        await turn.SteerAsync("say two");
        held.Release();

        await turn.Awaiting(static t => t.Result).Should().ThrowAsync<ConnectionLostException>();
        await harness.SayAsync(history, "recall");
    }

    [Theory]
    [InlineData(TextDone, 1)]
    [InlineData("response.output_text.delta", 2)]
    public async Task Left_after_the_steer_the_lane_takes_the_next_turn_only_when_the_service_has_finished_with_both_parts(string heldEvent, int heldTurn)
    {
        await using var harness = await WatchedTurn.HarnessAsync(static options =>
        {
            options.Profile = EndpointProfile.Azure with { Steering = true };
            options.MaxSessions = 1;
        });
        using var cancel = new CancellationTokenSource();
        using var first = harness.Faults.HoldBeforeEvent(1, TextDone);
        using var second = heldTurn == 2 ? harness.Faults.HoldBeforeEvent(2, heldEvent) : null;
        var turn = await WatchedTurn.BeginAsync(harness, TestHistory.Asking("say one"), first, cancellationToken: cancel.Token);
        var outcome = await turn.SteerAsync("say two");
        if (second is not null)
        {
            first.Release();
            await second.Reached.WaitAsync(harness.Limit);
            await outcome;
        }

        await cancel.CancelAsync();
        await turn.Awaiting(static t => t.Result).Should().ThrowAsync<OperationCanceledException>();
        var waiting = harness.BeginAsync(TestHistory.Asking("say three"));
        harness.Journal.Sent().Should().HaveCount(2);
        first.Release();
        second?.Release();
        var next = await waiting;

        (await outcome).Status.Should().Be(second is null ? SteerStatus.NotDelivered : SteerStatus.Applied);
        (next.Text, next.Report.Session, next.Report.Sends).Should().Be(("three", 1, 1));
        harness.Journal.Responses.Should().HaveCount(3, "the part nobody waits for was made before");
        harness.Journal.ShouldHaveSeen(next.Id, TestHistory.Asking("say three").Items);
    }

    [Fact]
    public async Task Cancelled_before_it_is_on_the_wire_a_steer_is_not_sent_and_after_that_it_goes_on()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var cancel = new CancellationTokenSource();
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        var turn = await WatchedTurn.BeginAsync(harness, TestHistory.Asking("say one"), held);
        await turn.Turn.Awaiting(static t => t.SteerAsync("never", new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
        var waiting = turn.Turn.SteerAsync("say two", cancel.Token);
        await harness.Journal.WaitUntilAsync(static seen => seen.Frames.Any(static frame => frame.Type == "response.steer.accepted"), harness.Limit);
        await cancel.CancelAsync();
        await waiting.Awaiting(static task => task).Should().ThrowAsync<OperationCanceledException>();
        held.Release();

        Canonical.Of((await turn.Result).Output).Should().Equal("assistant: one", "user: say two", "assistant: two");
        harness.Journal.Sent().Should().HaveCount(2);
    }

    private static async Task<(WatchedTurn Turn, TurnResult Result, SteerStatus Outcome)> SteeredAsync(Harness harness, TestHistory history, string heldEvent)
    {
        using var held = harness.Faults.HoldBeforeEvent(1, heldEvent);
        var turn = await WatchedTurn.BeginAsync(harness, history, held);
        var outcome = await turn.SteerAsync("say two");
        held.Release();
        var result = await turn.Result.WaitAsync(harness.Limit);
        return (turn, result, (await outcome).Status);
    }
}
