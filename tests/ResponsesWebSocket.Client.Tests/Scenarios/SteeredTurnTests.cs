namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class SteeredTurnTests
{
    private const string TextDone = "response.output_text.done";

    [Fact]
    public async Task A_steered_turn_goes_on_in_the_same_stream_and_its_result_holds_both_parts_with_the_message_between()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        var turn = await WatchedTurn.BeginAsync(harness, TestHistory.Asking("say one\nsay two"), held);
        var outcome = await turn.SteerAsync("say three");
        held.Release();
        var result = await turn.Result;

        (await outcome).Status.Should().Be(SteerStatus.Applied);
        (await outcome).Messages.Should().ContainSingle().Which.Text.Should().Be("say three");
        (result.Text, result.Status).Should().Be(("onethree", TurnStatus.Completed));
        Canonical.Of(result.Output).Should().Equal("assistant: one", "user: say three", "assistant: three");
        result.Id.Should().Be(harness.Journal.Responses[1].ResponseId);
        turn.Events.OfType<ResponseCreatedEvent>().Select(static created => created.ResponseId).Should().Equal(
            harness.Journal.Responses.Select(static response => response.ResponseId));
        turn.Events.SkipWhile(static happened => happened is not TurnSteeredEvent).ElementAt(1).Should().BeOfType<ResponseCreatedEvent>();
        turn.Events.OfType<OutputItemDoneEvent>().Select(static done => done.OutputIndex).Should().Equal(0, 2);
        turn.Events.OfType<OutputTextDeltaEvent>().Select(static delta => delta.OutputIndex).Distinct().Should().Equal(0, 2);
    }

    [Fact]
    public async Task A_steer_goes_out_with_its_three_fields_and_no_other()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        var turn = await WatchedTurn.BeginAsync(harness, TestHistory.Asking("say one"), held);
        var message = ConversationItem.FromJson("""{"id":"msg_1","type":"message","status":"completed","role":"user","content":[{"type":"input_text","text":"say ü"}]}""");
        var outcome = turn.Turn.SteerAsync([message], harness.Limit);
        await harness.Journal.WaitUntilAsync(static seen => seen.Frames.Any(static frame => frame.Type == "response.steer.accepted"), harness.Limit);
        held.Release();
        await turn.Result;

        (await outcome).Status.Should().Be(SteerStatus.Applied);
        using var frame = JsonDocument.Parse(harness.Journal.Sent()[1].Text!);
        Canonical.Sorted(System.Text.Json.Nodes.JsonNode.Parse(frame.RootElement.GetRawText())).Should().Be(Canonical.Sorted(System.Text.Json.Nodes.JsonNode.Parse($$"""
            {"type":"response.steer","previous_response_id":"{{harness.Journal.Responses[0].ResponseId}}",
             "input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"say ü"}]}]}
            """)));
    }

    [Fact]
    public async Task The_tokens_of_both_parts_are_added_up()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        var turn = await WatchedTurn.BeginAsync(harness, TestHistory.Asking("say one"), held);
        await turn.SteerAsync("say three");
        held.Release();
        var result = await turn.Result;

        var frames = harness.Journal.Frames.Where(static frame => !frame.FromClient && frame.Type is "response.incomplete" or "response.completed")
            .Select(static frame => JsonDocument.Parse(frame.Text!).RootElement.GetProperty("response").GetProperty("usage"))
            .ToList();
        frames.Should().HaveCount(2);
        result.Usage!.InputTokens.Should().Be(frames.Sum(static usage => usage.GetProperty("input_tokens").GetInt64()));
        result.Usage.OutputTokens.Should().Be(frames.Sum(static usage => usage.GetProperty("output_tokens").GetInt64()));
        result.Usage.TotalTokens.Should().Be(frames.Sum(static usage => usage.GetProperty("total_tokens").GetInt64()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_turn_behind_a_steered_one_continues_from_it_and_the_service_sees_the_callers_history(bool raw)
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        var history = TestHistory.Asking("say one");
        var turn = await WatchedTurn.BeginAsync(harness, history, held);
        await turn.SteerAsync("say two\nsay three");
        held.Release();
        var result = await turn.Result;

        history = raw ? history.Raw(result) : history.Assistant("one").User("say two\nsay three").Assistant("twothree");
        var next = await harness.SayAsync(history, "recall");

        next.Report.Plan.Should().Be(new TurnPlan(PlanKind.Continue, PlanReason.LatestOfLane));
        next.Report.SentItems.Should().Be(1);
        next.Text.Should().Be("say one\nsay two\nsay three");
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task A_history_without_the_steered_message_is_sent_in_full()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        var history = TestHistory.Asking("say one");
        var turn = await WatchedTurn.BeginAsync(harness, history, held);
        await turn.SteerAsync("say two");
        held.Release();
        await turn.Result;

        var next = await harness.SayAsync(history.Assistant("onetwo"), "recall");

        (next.Report.Plan with { DiffPath = null }).Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.HistoryEdited, EditedAt: 1));
        next.Text.Should().Be("say one");
    }

    [Fact]
    [Trait("Bug", "R2 steers that cross on the wire swap ids")]
    public async Task Two_steers_apply_in_their_order_to_one_response()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        var history = TestHistory.Asking("say one");
        var turn = await WatchedTurn.BeginAsync(harness, history, held);
        var first = await turn.SteerAsync("say two");
        var second = await turn.SteerAsync("say three", answers: 2);
        held.Release();
        var result = await turn.Result;

        (await first).Status.Should().Be(SteerStatus.Applied);
        (await second).Status.Should().Be(SteerStatus.Applied);
        Canonical.Of(result.Output).Should().Equal("assistant: one", "user: say two", "user: say three", "assistant: three");
        (await harness.SayAsync(history.Raw(result), "recall")).Report.Plan.Kind.Should().Be(PlanKind.Continue);
    }

    [Fact]
    public async Task The_response_that_follows_can_be_steered_too()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var first = harness.Faults.HoldBeforeEvent(1, TextDone);
        using var second = harness.Faults.HoldBeforeEvent(2, TextDone);
        var history = TestHistory.Asking("say one");
        var turn = await WatchedTurn.BeginAsync(harness, history, first);
        var outcome = await turn.SteerAsync("say two");
        first.Release();
        (await outcome).Status.Should().Be(SteerStatus.Applied);
        await second.Reached.WaitAsync(harness.Limit);
        var again = await turn.SteerAsync("say three", answers: 2);
        second.Release();
        var result = await turn.Result;

        (await again).Status.Should().Be(SteerStatus.Applied);
        Canonical.Of(result.Output).Should().Equal("assistant: one", "user: say two", "assistant: two", "user: say three", "assistant: three");
        (await harness.SayAsync(history.Raw(result), "recall")).Report.Plan.Kind.Should().Be(PlanKind.Continue);
    }

    [Fact]
    public async Task A_response_that_ends_by_itself_is_followed_all_the_same()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.completed");
        var history = TestHistory.Asking("say one");
        var turn = await WatchedTurn.BeginAsync(harness, history, held);
        var outcome = await turn.SteerAsync("say two");
        held.Release();
        var result = await turn.Result;

        (await outcome).Status.Should().Be(SteerStatus.Applied);
        Canonical.Of(result.Output).Should().Equal("assistant: one", "user: say two", "assistant: two");
        (await harness.SayAsync(history.Raw(result), "recall")).Report.Plan.Kind.Should().Be(PlanKind.Continue);
    }

    [Fact]
    [Trait("Bug", "R2 steers that cross on the wire swap ids")]
    public async Task Two_turns_side_by_side_keep_their_own_steers()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var firstHeld = harness.Faults.HoldBeforeEvent(1, TextDone);
        using var secondHeld = harness.Faults.HoldBeforeEvent(2, TextDone);
        var first = await WatchedTurn.BeginAsync(harness, TestHistory.Asking("say a"), firstHeld);
        var second = await WatchedTurn.BeginAsync(harness, TestHistory.Asking("say b"), secondHeld);
        await second.SteerAsync("say bb");
        await first.SteerAsync("say aa", answers: 2);
        secondHeld.Release();
        firstHeld.Release();

        Canonical.Of((await first.Result).Output).Should().Equal("assistant: a", "user: say aa", "assistant: aa");
        Canonical.Of((await second.Result).Output).Should().Equal("assistant: b", "user: say bb", "assistant: bb");
        harness.Reports.Select(static report => report.Session).Should().Equal(1, 1);
    }
}
