namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>The clocks of the first event and of the events after it. The third, of the transport, is in <see cref="PingTests"/>.</summary>
public sealed class SilentTurnTests : IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new();
    private readonly CapturedLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Without_a_first_event_in_time_the_turn_is_sent_again_on_another_socket_unseen()
    {
        await using var harness = await StartAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await _logs.SentAsync(harness.Limit);
        _time.Advance(First - Moment);
        harness.Journal.Connections.Should().ContainSingle();
        _time.Advance(Moment);

        var result = await turn;
        (result.Text, result.Report.Session, result.Report.Sends).Should().Be(("one", 2, 2));
        result.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.SessionLost));
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
    }

    [Fact]
    public async Task Without_a_next_event_in_time_a_turn_nobody_saw_is_sent_again()
    {
        await using var harness = await StartAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await using var stream = harness.Stream(TestHistory.Asking("say one"));
        await StreamingTests.NextAsync<OutputItemAddedEvent>(stream);
        _time.Advance(Between - Moment);
        harness.Journal.Connections.Should().ContainSingle();
        _time.Advance(Moment);

        var result = (await StreamingTests.NextAsync<ResponseCompletedEvent>(stream)).Result;
        (result.Text, result.Report.Session, result.Report.Sends).Should().Be(("one", 2, 2));
    }

    [Fact]
    public async Task After_text_was_seen_silence_is_told_with_the_clock_and_the_option()
    {
        await using var harness = await StartAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.done");
        await using var stream = harness.Stream(TestHistory.Asking("say one"));
        await StreamingTests.NextAsync<OutputTextDeltaEvent>(stream);
        _time.Advance(Between);
        var next = async () => await stream.MoveNextAsync();

        var thrown = (await next.Should().ThrowAsync<ConnectionLostException>()).Which;
        (thrown.IsTransient, thrown.Delivery).Should().Be((true, DeliveryState.Answered));
        thrown.Message.Should().Contain("no further event").And.Contain("InterEventTimeout (00:15:00)");
        harness.Journal.Sent().Should().ContainSingle("what was seen is never sent again");
    }

    [Fact]
    public async Task With_no_sends_left_silence_before_the_first_event_is_told_with_the_clock_and_the_option()
    {
        await using var harness = await StartAsync(static options => options.MaxRetries = 0);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await _logs.SentAsync(harness.Limit);
        _time.Advance(First);

        var thrown = (await turn.Awaiting(static t => t).Should().ThrowAsync<ConnectionLostException>()).Which;
        (thrown.IsTransient, thrown.Delivery).Should().Be((true, DeliveryState.Ambiguous));
        thrown.Message.Should().Contain("no event").And.Contain("FirstEventTimeout (00:01:00)");
    }

    [Theory]
    [InlineData("keepalive")]
    [InlineData("response.in_progress")]
    [InlineData("response.made_up")]
    [Trait("Bug", "05 false idle with a live peer")]
    public async Task Any_event_of_the_turn_counts_as_life(string type)
    {
        await using var harness = await StartAsync(Harness.WithoutLanes);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await using var stream = harness.Stream(TestHistory.Asking("say one"));
        await StreamingTests.NextAsync<OutputItemAddedEvent>(stream);
        _time.Advance(Between - Moment);
        await harness.Emulator.InjectTextAsync($$"""{"type":"{{type}}"}""", harness.Limit);
        // Read after it, and logged then.
        await harness.Emulator.InjectTextAsync("""{"type":"test.marker","response_id":"another"}""", harness.Limit);
        await ReadAsync("test.marker", harness.Limit);
        _time.Advance(Between - Moment);
        held.Release();

        var result = (await StreamingTests.NextAsync<ResponseCompletedEvent>(stream)).Result;
        (result.Text, result.Report.Session, result.Report.Sends).Should().Be(("one", 1, 1));
    }

    [Fact]
    public async Task Switched_off_the_clocks_never_strike()
    {
        await using var harness = await StartAsync(static options => options.FirstEventTimeout = options.InterEventTimeout = Timeout.InfiniteTimeSpan);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await _logs.SentAsync(harness.Limit);
        _time.Advance(TimeSpan.FromDays(1));
        held.Release();

        (await turn).Report.Sends.Should().Be(1);
    }

    [Fact]
    [Trait("Bug", "10 closed or sick socket taken from the pool")]
    public async Task Only_the_silent_turn_fails_when_others_are_heard_and_the_socket_ends_with_them()
    {
        await using var harness = await StartAsync();
        using var heldA = harness.Faults.HoldBeforeEvent(1, "response.created");
        var a = harness.BeginAsync(TestHistory.Asking("say A"));
        await _logs.SentAsync(harness.Limit);
        _time.Advance(TimeSpan.FromSeconds(1));
        using var heldB = harness.Faults.HoldBeforeEvent(2, "response.output_text.delta");
        await using var b = harness.Stream(TestHistory.Asking("say B"));
        await StreamingTests.NextAsync<OutputItemAddedEvent>(b);
        _time.Advance(First - TimeSpan.FromSeconds(1));

        ((await a).Text, (await a).Report.Session, (await a).Report.Sends).Should().Be(("A", 2, 2));
        (await harness.TurnAsync(TestHistory.Asking("say C"))).Report.Session.Should().Be(2, "the first socket takes no new turns");
        harness.Journal.Connections[0].Closed.Should().BeNull("B runs there");
        heldB.Release();
        var resultOfB = (await StreamingTests.NextAsync<ResponseCompletedEvent>(b)).Result;
        (resultOfB.Text, resultOfB.Report.Session, resultOfB.Report.Sends).Should().Be(("B", 1, 1));
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
    }

    [Fact]
    public async Task What_still_comes_for_a_turn_that_was_given_up_touches_no_other()
    {
        await using var harness = await StartAsync();
        using var heldA = harness.Faults.HoldBeforeEvent(1, "response.created");
        harness.Faults.FailBeforeEvent(1, new EmulatedError(500, "server_error", "Too late."), "response.created");
        var a = harness.BeginAsync(TestHistory.Asking("say A"));
        await _logs.SentAsync(harness.Limit);
        _time.Advance(TimeSpan.FromSeconds(1));
        using var heldB = harness.Faults.HoldBeforeEvent(2, "response.output_text.delta");
        await using var b = harness.Stream(TestHistory.Asking("say B"));
        await StreamingTests.NextAsync<OutputItemAddedEvent>(b);
        _time.Advance(First - TimeSpan.FromSeconds(1));
        (await a).Text.Should().Be("A");
        heldA.Release();
        await harness.Journal.WaitForSentAsync("error", turn: 1, harness.Limit);
        heldB.Release();

        var resultOfB = (await StreamingTests.NextAsync<ResponseCompletedEvent>(b)).Result;
        (resultOfB.Text, resultOfB.Report.Session, resultOfB.Report.Sends).Should().Be(("B", 1, 1));
    }

    [Fact]
    [Trait("Bug", "R3 equal deadlines fail the younger request")]
    public async Task The_deadline_of_one_turn_does_not_fail_a_younger_one()
    {
        await using var harness = await StartAsync(static options => options.MaxRetries = 0);
        using var heldA = harness.Faults.HoldBeforeEvent(1, "response.created");
        using var heldB = harness.Faults.HoldBeforeEvent(2, "response.created");
        var a = harness.BeginAsync(TestHistory.Asking("say A"));
        await _logs.SentAsync(harness.Limit);
        _time.Advance(First - Moment);
        var b = harness.BeginAsync(TestHistory.Asking("say B"));
        await _logs.SentAsync(harness.Limit);
        _time.Advance(Moment);
        await a.Awaiting(static t => t).Should().ThrowAsync<ConnectionLostException>();
        heldB.Release();

        (await b).Text.Should().Be("B");
        (await b).Report.Session.Should().Be(1);
    }

    [Fact]
    [Trait("Bug", "06 dead peer costs time and money")]
    public async Task A_dead_peer_costs_the_declared_number_of_creates_and_no_more()
    {
        var dead = new PlannedFault(new() { EventType = "response.created" }, new FaultEffect.BlackHole()) { Times = null };
        await using var harness = await Harness.StartAsync(new EmulatorOptions { FaultPlan = new([dead]) }, static options => options.MaxRetries = 1, _logs, _time);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        for (var send = 1; send <= 2; send++)
        {
            await _logs.SentAsync(harness.Limit);
            await harness.Journal.WaitForTurnAsync(send, harness.Limit);
            turn.IsCompleted.Should().BeFalse();
            _time.Advance(First);
        }

        (await turn.Awaiting(static t => t).Should().ThrowAsync<ConnectionLostException>()).Which.Message.Should().Contain("FirstEventTimeout");
        harness.Journal.Sent().Should().HaveCount(2);
        harness.Journal.Connections.Should().HaveCount(2);
    }

    [Fact]
    [Trait("Bug", "09 stale chain after stall or sleep")]
    public async Task Two_hours_of_sleep_between_two_turns_cost_one_whole_send_and_nothing_is_sent_on_the_old_socket()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { TimeProvider = _time }, time: _time);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        _time.Advance(TimeSpan.FromHours(2));
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        var next = await harness.SayAsync(history, "say two");

        (next.Text, next.Report.Session, next.Report.Sends).Should().Be(("two", 2, 1));
        next.Report.Plan.Kind.Should().Be(PlanKind.Replay);
        harness.Journal.Sent().Should().HaveCount(2);
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    private Task<Harness> StartAsync(Action<ResponsesWebSocketOptions>? configure = null) => Harness.StartAsync(new EmulatorOptions(), configure, _logs, _time);

    private async Task ReadAsync(string type, CancellationToken limit)
    {
        const int UnknownEvent = 3;
        while (!_logs.Lines.Any(line => line.Contains(type)))
        {
            await _logs.NextAsync(UnknownEvent, limit);
        }
    }
}
