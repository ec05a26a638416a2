namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>What no frame can hold goes over HTTP, once it is known or found out.</summary>
public sealed class TooLargeFrameTests
{
    private const int Limit = 4096;

    private static readonly TurnPlan TooLarge = new(PlanKind.Replay, PlanReason.FrameTooLarge);

    [Fact]
    [Trait("Bug", "12 delta sent where the state is not")]
    public async Task A_turn_over_the_known_limit_goes_over_HTTP_and_the_conversation_goes_on_at_its_socket()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.MaxFrameBytes = Limit);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        var aside = history.Copy().User("say big\n" + new string('x', Limit));
        var report = (await harness.TurnAsync(aside)).Report;

        (report.Plan, report.Transport, report.Sends, report.Session).Should().Be((TooLarge, ResponsesTransport.Http, 1, 0));
        Last(harness).Should().Be("http");
        Last(harness, "previous_response_id").Should().Be("");
        var next = (await harness.SayAsync(history, "say two")).Report;
        (next.Plan.Kind, next.Transport, next.Session).Should().Be((PlanKind.Continue, ResponsesTransport.WebSocket, 1));
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task A_history_over_the_limit_still_continues_where_what_is_new_fits()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.MaxFrameBytes = Limit);
        var history = new TestHistory();
        for (var turn = 1; turn <= 5; turn++)
        {
            await harness.SayAsync(history, $"say {turn}\n{new string('x', 2000)}");
        }

        harness.Reports.Should().OnlyContain(static report => report.Transport == ResponsesTransport.WebSocket);
        // Sent anew it would be too large, so that a lost socket means HTTP.
        harness.Emulator.DropConnections();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        (await harness.SayAsync(history, "say six")).Report.Transport.Should().Be(ResponsesTransport.Http);
    }

    [Fact]
    [Trait("Bug", "07 too large frame sent again")]
    public async Task A_socket_that_is_closed_because_of_a_frame_sends_its_turn_over_HTTP_and_the_limit_is_learned()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { MaximumMessageBytes = Limit });
        var large = TestHistory.Asking("say big\n" + new string('x', Limit));
        var found = (await harness.TurnAsync(large)).Report;
        var known = (await harness.TurnAsync(large)).Report;

        (found.Plan, found.Transport, found.Sends).Should().Be((TooLarge, ResponsesTransport.Http, 2));
        (known.Plan, known.Transport, known.Sends).Should().Be((TooLarge, ResponsesTransport.Http, 1));
        harness.Journal.Sent().Count(static frame => frame.Transport == "websocket").Should().Be(1, "what closed a socket once is not tried again");
        (await harness.TurnAsync(TestHistory.Asking("say small"))).Report.Transport.Should().Be(ResponsesTransport.WebSocket);
    }

    [Fact]
    [Trait("Bug", "07 too large frame sent again")]
    public async Task What_was_found_too_large_while_a_conversation_goes_on_takes_the_whole_history_along()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { MaximumMessageBytes = Limit });
        var history = new TestHistory().System("Be brief.");
        await harness.SayAsync(history, "say one");
        var found = (await harness.SayAsync(history, "say big\n" + new string('x', Limit))).Report;
        var next = (await harness.SayAsync(history, "say two")).Report;

        (found.Plan, found.SentItems, found.Sends).Should().Be((TooLarge, 4, 2));
        next.Transport.Should().Be(ResponsesTransport.Http, "the socket is gone, and the whole history no longer fits into a frame");
        harness.Journal.Sent().Where(static frame => frame.Transport == "http").Should().NotContain(static frame => frame.Text!.Contains("previous_response_id"));
    }

    [Theory]
    [InlineData("message_too_large", 400, ErrorShape.ResponseFailed)]
    [InlineData("message_too_large", 400, ErrorShape.Nested)]
    [InlineData("message_too_large", 400, ErrorShape.NoStatus)]
    [InlineData("request_too_large", 413, ErrorShape.StatusText)]
    [Trait("Bug", "07 too large frame sent again")]
    public async Task A_frame_that_is_named_too_large_goes_over_HTTP_and_no_other_turn_is_blamed(string code, int status, ErrorShape shape)
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var neighbour = harness.BeginAsync(TestHistory.Asking("say neighbour"));
        await held.Reached;
        harness.Faults.FailTurn(2, new EmulatedError(status, code, "Too large.") { Shape = shape, CloseStatus = 1009 });
        var large = TestHistory.Asking("say big\n" + new string('x', Limit));
        var found = (await harness.TurnAsync(large)).Report;
        held.Release();
        var known = (await harness.TurnAsync(large)).Report;

        (found.Plan, found.Transport, found.Sends).Should().Be((TooLarge, ResponsesTransport.Http, 2));
        (known.Plan, known.Transport, known.Sends).Should().Be((TooLarge, ResponsesTransport.Http, 1));
        var beside = (await neighbour).Report;
        (beside.Transport, beside.Plan.Reason).Should().Be((ResponsesTransport.WebSocket, PlanReason.SessionLost));
        (await harness.TurnAsync(TestHistory.Asking("say small"))).Report.Transport.Should().Be(ResponsesTransport.WebSocket);
    }

    [Fact]
    [Trait("Bug", "07 too large frame sent again")]
    public async Task What_was_too_large_on_a_lane_with_a_name_is_not_tried_on_one_without()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        using var leaves = new CancellationTokenSource();
        var neighbour = harness.BeginAsync(TestHistory.Asking("say neighbour"), leaves.Token);
        await held.Reached;
        harness.Faults.FailTurn(2, new EmulatedError(413, "request_too_large", "Too large.") { CloseStatus = 1009 });
        await leaves.CancelAsync();
        await FluentActions.Awaiting(() => neighbour).Should().ThrowAsync<OperationCanceledException>();
        var large = TestHistory.Asking("say big\n" + new string('x', Limit));
        await harness.TurnAsync(large);
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);

        // The next socket's first lane has no name, and a frame for it is so much shorter.
        (await harness.TurnAsync(large)).Report.Transport.Should().Be(ResponsesTransport.Http);
        harness.Journal.Sent().Where(static frame => frame.Text!.Contains("say big")).Select(static frame => frame.StreamId is null ? frame.Transport : "named").Should().Equal("named", "http", "http");
    }

    [Fact]
    public async Task A_closure_after_the_frame_was_answered_to_is_no_lesson()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await held.Reached;
        await harness.Emulator.CloseConnectionsAsync(1009, "another one", harness.Limit);

        var report = (await turn).Report;
        (report.Plan, report.Transport, report.Sends).Should().Be((new TurnPlan(PlanKind.Replay, PlanReason.SessionLost), ResponsesTransport.WebSocket, 2));
    }

    [Fact]
    public async Task Without_HTTP_a_closed_socket_stays_an_error_and_teaches_nothing()
    {
        await using var harness = await BothTransports.StartAsync(ResponsesTransport.WebSocket, new EmulatorOptions { MaximumMessageBytes = Limit });
        var large = TestHistory.Asking("say big\n" + new string('x', Limit));
        for (var turn = 1; turn <= 2; turn++)
        {
            var refused = () => harness.TurnAsync(large);
            (await refused.Should().ThrowAsync<ConnectionLostException>()).Which.CloseStatus.Should().Be(1009);
        }

        harness.Journal.Frames.Should().OnlyContain(static frame => frame.Transport == "websocket");
    }

    private static string Last(Harness harness) => harness.Journal.Sent()[^1].Transport;

    private static string Last(Harness harness, string member) =>
        harness.Journal.Sent()[^1].Json!.Value.TryGetProperty(member, out var value) ? value.ToString() : "";
}
