namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class UnexpectedMessageTests
{
    private const string StrayError = """{"type":"error","status":500,"error":{"type":"server_error","code":"server_error","message":"Too late."}}""";

    [Fact]
    public async Task Events_of_unknown_types_are_passed_on_and_harm_nothing()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await using var stream = harness.Stream(TestHistory.Asking("say one"));
        await StreamingTests.NextAsync<ResponseCreatedEvent>(stream);
        await held.Reached;
        await harness.Emulator.InjectTextAsync("""{"type":"codex.rate_limits","plan":"x"}""", harness.Limit);
        await harness.Emulator.InjectTextAsync("""{"type":"keepalive"}""", harness.Limit);
        held.Release();

        var events = await StreamingTests.ReadAsync(stream);
        events.OfType<OtherResponseEvent>().Should().ContainSingle().Which.Type.Should().Be("codex.rate_limits");
        StreamingTests.TextOf(events).Should().Be("one");
    }

    [Fact]
    public async Task Events_of_another_lane_are_not_this_turns()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await using var stream = harness.Stream(TestHistory.Asking("say one"));
        await StreamingTests.NextAsync<ResponseCreatedEvent>(stream);
        await held.Reached;
        await harness.Emulator.InjectTextAsync("""{"type":"response.output_text.delta","stream_id":"b","output_index":0,"content_index":0,"delta":"wrong"}""", harness.Limit);
        held.Release();

        StreamingTests.TextOf(await StreamingTests.ReadAsync(stream)).Should().Be("one");
    }

    [Fact]
    public async Task The_end_of_another_response_does_not_end_this_turn()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await held.Reached;
        await harness.Emulator.InjectTextAsync("""{"type":"response.completed","response":{"id":"resp_other","status":"completed","output":[]}}""", harness.Limit);
        held.Release();

        (await turn).Text.Should().Be("one");
        (await turn).Id.Should().Be(harness.Journal.Responses.Single().ResponseId);
    }

    [Fact]
    [Trait("Bug", "02 another request's error")]
    public async Task A_stray_error_on_an_idle_socket_does_not_fail_the_next_turn()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        await harness.Emulator.InjectTextAsync(StrayError, harness.Limit);
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        var next = await harness.SayAsync(history, "say two");

        next.Text.Should().Be("two");
        next.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.SessionLost));
    }

    [Theory]
    [InlineData("{not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("""{"type":"response.output_text.delta","delta":"x"} trailing""")]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":"no object"}""")]
    public async Task What_is_no_message_of_the_protocol_fails_the_turn_in_flight(string message)
    {
        await using var harness = await Harness.StartTalkingAsync();
        await ShouldFailTheTurnInFlightAsync(harness, () => harness.Emulator.InjectTextAsync(message, harness.Limit));
    }

    [Fact]
    public async Task A_binary_message_fails_the_turn_in_flight()
    {
        await using var harness = await Harness.StartTalkingAsync();
        await ShouldFailTheTurnInFlightAsync(harness, () => harness.Emulator.InjectBinaryAsync(new byte[] { 1, 2, 3 }, harness.Limit));
    }

    [Fact]
    public async Task A_message_over_the_limit_fails_its_turn_and_leaves_the_other_conversation_alone()
    {
        await using var harness = await Harness.StartTalkingAsync(static options =>
        {
            Harness.WithoutLanes(options);
            options.MaxMessageBytes = 8192;
        });
        var a = new TestHistory();
        var b = new TestHistory();
        await harness.SayAsync(a, "say A1");
        await harness.SayAsync(b, "say B1");
        var tooLong = () => harness.TurnAsync(a.Copy().User("say " + new string('x', 8192)));

        var thrown = (await tooLong.Should().ThrowAsync<ProtocolViolationException>()).Which;
        thrown.Message.Should().Contain("MaxMessageBytes");
        thrown.Delivery.Should().Be(DeliveryState.Answered);
        var next = await harness.SayAsync(b, "say B2");
        (next.Report.Plan.Kind, next.Report.Session).Should().Be((PlanKind.Continue, 2));
        (await harness.SayAsync(a, "say A2")).Report.Plan.Kind.Should().Be(PlanKind.Replay);
    }

    private static async Task ShouldFailTheTurnInFlightAsync(Harness harness, Func<Task> inject)
    {
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.output_text.delta");
        var turn = harness.BeginAsync(history.Copy().User("say two"));
        await held.Reached;
        await inject();

        var thrown = (await turn.Awaiting(static t => t).Should().ThrowAsync<ProtocolViolationException>()).Which;
        thrown.Delivery.Should().Be(DeliveryState.Accepted);
        thrown.IsTransient.Should().BeFalse();
        (await harness.SayAsync(history, "say two")).Text.Should().Be("two");
        harness.Journal.Connections.Should().HaveCount(2);
    }
}
