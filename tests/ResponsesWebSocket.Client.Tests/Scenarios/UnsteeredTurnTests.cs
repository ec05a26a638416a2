namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Where the running turn does not take a steer, the message comes back for the next one, and the turn is what it would have been.</summary>
public sealed class UnsteeredTurnTests
{
    private const string TextDone = "response.output_text.done";
    private const string Failed = "response.steer.failed";

    [Fact]
    public async Task A_model_that_cannot_be_steered_hands_the_message_back()
    {
        await using var harness = await WatchedTurn.HarnessAsync(emulator: static options => options.CanSteer = static _ => false);
        await ShouldComeBackAsync(harness, turn => turn.SteerAsync("say two", Failed), "steering_not_supported");
    }

    [Fact]
    public async Task A_full_queue_hands_the_message_back()
    {
        await using var harness = await WatchedTurn.HarnessAsync(emulator: static options => options.MaximumPendingSteers = 0);
        await ShouldComeBackAsync(harness, turn => turn.SteerAsync("say two", Failed), "too_many_pending_steers");
    }

    [Fact]
    public async Task A_message_the_service_cannot_take_is_handed_back()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        await ShouldComeBackAsync(
            harness,
            async turn =>
            {
                var odd = ConversationItem.FromJson("""{"type":"message","role":"user","content":[{"type":"odd"}]}""");
                var outcome = turn.Turn.SteerAsync([odd], harness.Limit);
                await harness.Journal.WaitUntilAsync(static seen => seen.Frames.Any(static frame => frame.Type == Failed), harness.Limit);
                return outcome;
            },
            "invalid_input");
    }

    [Fact]
    public async Task A_response_cut_short_for_another_reason_hands_back_what_it_had_accepted()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions
        {
            CanSteer = static _ => true,
            Model = new ScriptedModel().Then(ModelAnswer.Incomplete("one", "max_output_tokens")).Then(ModelAnswer.Text("two")),
        });
        using var held = harness.Faults.HoldBeforeEvent(1, "response.incomplete");
        var history = TestHistory.Asking("hello");
        var turn = await WatchedTurn.BeginAsync(harness, history, held);
        var outcome = await turn.SteerAsync("more");
        held.Release();
        var result = await turn.Result;

        ((await outcome).Status, (await outcome).Code).Should().Be((SteerStatus.NotDelivered, "response_not_active"));
        (result.IncompleteReason, result.Text).Should().Be(("max_output_tokens", "one"));
        await harness.SayAsync(history.Raw(result), "more");
    }

    [Fact]
    public async Task A_part_that_could_not_begin_hands_the_message_back_and_the_turn_ends_with_what_there_is()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        harness.Faults.FailTurn(2, 503, "server_is_overloaded", "no room");
        var history = TestHistory.Asking("say one");
        var turn = await WatchedTurn.BeginAsync(harness, history, held);
        var outcome = await turn.SteerAsync("say two");
        held.Release();
        var result = await turn.Result;

        ((await outcome).Status, (await outcome).Code).Should().Be((SteerStatus.NotDelivered, "successor_creation_failed"));
        (result.Text, result.Status, result.IncompleteReason).Should().Be(("one", TurnStatus.Incomplete, "steered"));
        (await harness.SayAsync(history.Raw(result), "recall")).Text.Should().Be("say one");
    }

    [Fact]
    public async Task Over_http_nothing_is_sent()
    {
        await using var harness = await WatchedTurn.HarnessAsync(static options => options.Transport = ResponsesTransport.Http);
        await ShouldComeBackAsync(harness, static turn => Task.FromResult(turn.Turn.SteerAsync("say two")), code: null);
        harness.Journal.Frames.Should().NotContain(static frame => (frame.Text ?? "").Contains("steer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_without_steering_is_sent_nothing()
    {
        await using var harness = await WatchedTurn.HarnessAsync(static options => options.Profile = new EndpointProfile { Steering = false });
        await ShouldComeBackAsync(harness, static turn => Task.FromResult(turn.Turn.SteerAsync("say two")), code: null);
        harness.Journal.Sent().Should().NotContain(static frame => frame.Type == "response.steer");
    }

    [Fact]
    public async Task Messages_larger_than_a_frame_are_not_sent()
    {
        await using var harness = await WatchedTurn.HarnessAsync(Harness.OneSmallLane);
        await ShouldComeBackAsync(harness, static turn => Task.FromResult(turn.Turn.SteerAsync(new string('x', 4096))), code: null);
        harness.Journal.Sent().Should().NotContain(static frame => frame.Type == "response.steer");
    }

    [Fact]
    public async Task Before_its_begin_and_after_its_end_a_turn_is_not_steered()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        var running = harness.Client.Start(Harness.Request(TestHistory.Asking("say one")), harness.Limit);
        var early = await running.SteerAsync("early", harness.Limit);
        await foreach (var _ in running)
        {
            // To the end.
        }

        var late = await running.SteerAsync("late", harness.Limit);

        (early.Status, late.Status).Should().Be((SteerStatus.NotDelivered, SteerStatus.NotDelivered));
        harness.Journal.Sent().Should().ContainSingle();
        running.Invoking(static turn => turn.GetAsyncEnumerator()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public async Task Only_messages_of_the_user_steer()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        var running = harness.Client.Start(Harness.Request(TestHistory.Asking("say one")));

        await running.Awaiting(static turn => turn.SteerAsync([])).Should().ThrowAsync<ArgumentException>();
        await running.Awaiting(static turn => turn.SteerAsync([ConversationItem.Message("system", "x")])).Should().ThrowAsync<ArgumentException>();
        await running.Awaiting(static turn => turn.SteerAsync([ConversationItem.FunctionCallOutput("c", "x")])).Should().ThrowAsync<ArgumentException>();
    }

    private static async Task ShouldComeBackAsync(Harness harness, Func<WatchedTurn, Task<Task<SteerOutcome>>> steer, string? code)
    {
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        var history = TestHistory.Asking("say one\nsay two");
        var turn = await WatchedTurn.BeginAsync(harness, history, held);
        var outcome = await (await steer(turn)).WaitAsync(harness.Limit);
        held.Release();
        var result = await turn.Result;

        (outcome.Status, outcome.Code).Should().Be((SteerStatus.NotDelivered, code));
        outcome.Messages.Should().ContainSingle();
        outcome.Reason.Should().NotBeNullOrEmpty();
        (result.Text, result.Status).Should().Be(("onetwo", TurnStatus.Completed));
        turn.Events.Should().NotContain(static happened => happened is TurnSteeredEvent);
        var next = await harness.SayAsync(history.Raw(result), "recall");
        next.Report.Plan.Kind.Should().Be(next.Report.Transport == ResponsesTransport.Http ? PlanKind.Replay : PlanKind.Continue);
    }
}
