namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class RefusedTurnTests
{
    private static readonly TurnPlan Evicted = new(PlanKind.Replay, PlanReason.ParentEvicted);

    [Fact]
    public async Task A_forgotten_parent_is_replaced_by_the_whole_history_on_the_same_socket()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        harness.Faults.FailTurn(2, 400, "previous_response_not_found", "Gone.");
        var result = await harness.SayAsync(history, "say two");

        result.Report.Plan.Should().Be(Evicted);
        (result.Report.Session, result.Report.Sends, result.Report.SentItems).Should().Be((1, 2, 3));
        result.Text.Should().Be("two");
        harness.Journal.Connections.Should().ContainSingle();
        (await harness.SayAsync(history, "say three")).Report.Plan.Kind.Should().Be(PlanKind.Continue);
    }

    [Fact]
    public async Task A_forgotten_parent_is_no_counted_replay()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.MaxRetries = 0);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        harness.Faults.FailTurn(2, 400, "previous_response_not_found", "Gone.");

        (await harness.SayAsync(history, "say two")).Report.Sends.Should().Be(2);
    }

    [Fact]
    public async Task A_refusal_says_what_the_service_said_and_the_next_turn_is_sent_whole()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        history.User("say two");
        var refused = () => harness.Client.CreateAsync(
            new() { Model = Harness.Model, Input = history.Items, ToolChoice = System.Text.Json.JsonSerializer.SerializeToElement("sometimes") }, harness.Limit);

        var thrown = (await refused.Should().ThrowAsync<ResponseRefusedException>()).Which;
        (thrown.StatusCode, thrown.Code, thrown.ErrorType, thrown.Param).Should().Be((HttpStatusCode.BadRequest, "invalid_value", "invalid_request_error", "tool_choice"));
        thrown.IsTransient.Should().BeFalse();
        thrown.RawError.Should().Contain("invalid_value");
        thrown.Message.Should().Contain("sometimes");

        var next = await harness.TurnAsync(history);
        next.Report.Plan.Should().Be(Evicted);
        (next.Report.Session, next.Report.Sends).Should().Be((1, 1));
    }

    [Fact]
    public async Task A_rate_limit_says_how_long_to_wait()
    {
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions { Model = new ScriptedModel().Then(ModelAnswer.Error(429, "rate_limit_exceeded", "Slow down.", TimeSpan.FromSeconds(7))).Then(ModelAnswer.Text("ok")) },
            static options => options.MaxRetryAfter = TimeSpan.FromSeconds(6));
        var history = TestHistory.Asking("go");
        var limited = () => harness.TurnAsync(history);

        var thrown = (await limited.Should().ThrowAsync<ResponseRefusedException>()).Which;
        thrown.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        thrown.RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
        thrown.IsTransient.Should().BeTrue();
        (await harness.TurnAsync(history)).Text.Should().Be("ok");
        harness.Journal.Connections.Should().ContainSingle();
    }

    [Fact]
    public async Task A_failed_response_is_an_exception_and_its_parent_is_gone()
    {
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions { Model = new ScriptedModel().Then(ModelAnswer.Text("one")).Then(ModelAnswer.Failed("server_error", "It broke.")).Then(ModelAnswer.Text("two")) },
            static options => options.MaxRetries = 0);
        var history = new TestHistory();
        await harness.SayAsync(history, "first");
        history.User("second");
        var failing = () => harness.TurnAsync(history);

        var thrown = (await failing.Should().ThrowAsync<ResponseRefusedException>()).Which;
        (thrown.Code, thrown.StatusCode, thrown.Delivery).Should().Be(("server_error", HttpStatusCode.InternalServerError, DeliveryState.Accepted));
        thrown.IsTransient.Should().BeTrue();
        var next = await harness.TurnAsync(history);
        next.Report.Plan.Should().Be(Evicted);
        next.Report.Sends.Should().Be(1);
    }

    [Fact]
    public async Task An_error_in_the_middle_of_streamed_text_ends_the_stream_with_it()
    {
        await using var harness = await Harness.StartAsync(
            new ModelAnswer([new ModelOutput.Text(["so ", "far"])], new AnswerEnding.Error(500, "server_error", "It broke.")));
        var (events, thrown) = await StreamingTests.ReadToFailureAsync(harness.Stream(TestHistory.Asking("go")));

        StreamingTests.TextOf(events).Should().Be("so far");
        thrown.Should().BeOfType<ResponseRefusedException>().Which.Delivery.Should().Be(DeliveryState.Answered);
    }

    [Fact]
    public async Task An_incomplete_answer_is_a_result_and_no_parent()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Incomplete("half an ans", "max_output_tokens"), ModelAnswer.Text("whole"));
        var history = TestHistory.Asking("go");
        var cut = await harness.TurnAsync(history);
        var next = await harness.TurnAsync(history.Mapped(cut).User("go on"));

        (cut.Status, cut.IncompleteReason, cut.Text).Should().Be((TurnStatus.Incomplete, "max_output_tokens", "half an ans"));
        next.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.ParentIncomplete));
        next.Report.Session.Should().Be(1);
    }
}
