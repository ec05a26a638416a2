namespace ResponsesWebSocket.Client.Tests.Renewal;

/// <summary>Sockets that grow old, are lost while tools run, or are opened ahead.</summary>
public sealed class SessionRotatorTests
{
    private const int ContextMadeReady = 6;

    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Five_hundred_turns_over_many_sockets_neither_fail_nor_wait_and_nearly_all_continue()
    {
        var time = new ManualTime();
        await using var harness = await StartAsync(time);
        var history = new TestHistory();
        var (now, openedAt, sockets) = (TimeSpan.Zero, TimeSpan.Zero, 1);
        for (var turn = 1; turn <= 500; turn++)
        {
            history.User($"say {turn}");
            var answer = await harness.Client.CreateAsync(Harness.Request(history), harness.Limit);
            history.Mapped(answer);
            if (turn % 100 == 0)
            {
                // The next conversation, so that the cost of looking at a history does not grow with all turns.
                harness.Journal.ShouldHaveSeen(answer.Id, history.Items.SkipLast(1));
                history = new TestHistory().System($"Conversation {turn}.");
            }

            time.Advance(Step);
            now += Step;
            if (now - openedAt >= Age * 0.8)
            {
                // The successor is under way by now; on a machine under load it gets its time here.
                await harness.Journal.WaitUntilAsync(seen => seen.Connections.Count > sockets, harness.Limit);
            }

            if (harness.Journal.Connections.Count > sockets)
            {
                (sockets, openedAt) = (harness.Journal.Connections.Count, now);
            }
        }

        sockets.Should().BeGreaterThan(3);
        harness.Reports.Should().HaveCount(500).And.OnlyContain(static report => report.Sends == 1 && report.SessionAge < Age);
        harness.Reports.Count(static report => report.Plan.Kind == PlanKind.Continue).Should().BeGreaterThanOrEqualTo(475);
    }

    [Fact]
    public async Task A_conversation_in_use_is_brought_to_the_successor_before_its_next_turn()
    {
        using var logs = new CapturedLogs();
        var time = new ManualTime();
        await using var harness = await StartAsync(time, logs);
        var history = new TestHistory().System("Be brief.");
        await harness.SayAsync(history, "say one");
        time.Advance(Age * 0.8);
        await logs.NextAsync(ContextMadeReady, harness.Limit);
        var onSuccessor = await harness.SayAsync(history, "say two");

        (onSuccessor.Report.Plan.Kind, onSuccessor.Report.Session, onSuccessor.Report.SentItems).Should().Be((PlanKind.Continue, 2, 1));
        time.Advance(Age * 0.2);
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        (await harness.SayAsync(history, "recall")).Text.Should().Be("say one\nsay two");
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task A_turn_in_flight_on_a_socket_that_grows_too_old_ends_there()
    {
        var time = new ManualTime();
        await using var harness = await StartAsync(time);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.output_text.delta");
        var running = harness.BeginAsync(history.User("say two"));
        await held.Reached;
        time.Advance(Age);
        await harness.Journal.WaitUntilAsync(static seen => seen.Connections.Count == 2, harness.Limit);
        var other = await harness.TurnAsync(TestHistory.Asking("say other"));
        harness.Journal.Connections[0].Closed.Should().BeNull();
        held.Release();

        ((await running).Text, (await running).Report.Sends).Should().Be(("two", 1));
        other.Report.Session.Should().Be(2);
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
    }

    [Fact]
    [Trait("Bug", "09 stale chain after stall or sleep")]
    public async Task After_a_sleep_longer_than_a_sockets_life_nothing_is_sent_on_it()
    {
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), time: time);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        time.Advance(TimeSpan.FromHours(2));
        var next = await harness.SayAsync(history, "say two");

        (next.Report.Session, next.Report.Sends).Should().Be((2, 1));
        harness.Journal.Sent().Where(static frame => frame.ConnectionId == 1).Should().ContainSingle();
    }

    [Fact]
    public async Task A_socket_lost_while_a_tool_runs_is_replaced_and_the_result_is_still_a_small_send()
    {
        using var logs = new CapturedLogs();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), logs: logs);
        var history = new TestHistory().System(new string('s', 2000)).User("call look {\"n\":1}");
        var asked = await harness.TurnAsync(history);
        var call = asked.FunctionCalls.Single();
        harness.Emulator.DropConnections();
        await logs.NextAsync(ContextMadeReady, harness.Limit);
        var answered = await harness.TurnAsync(history.Mapped(asked).Output(call.CallId!, "seen"));

        (answered.Report.Plan.Kind, answered.Report.Session, answered.Report.SentItems).Should().Be((PlanKind.Continue, 2, 2));
        answered.Report.BytesSent.Should().BeLessThan(1000);
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task A_socket_lost_while_nothing_is_awaited_is_not_replaced_before_it_is_needed()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        harness.Emulator.DropConnections();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        await harness.SayAsync(history, "say two");

        harness.Journal.Connections.Should().HaveCount(2);
        harness.Journal.Sent().Should().NotContain(static frame => frame.Text!.Contains("\"generate\":false"));
    }

    [Fact]
    public async Task What_was_made_ready_is_continued_with_only_what_is_new_or_with_nothing_at_all()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory().System("Be brief.").User("say one");
        var ready = await harness.Client.PrewarmAsync(Harness.Request(history), harness.Limit);
        var again = await harness.Client.PrewarmAsync(Harness.Request(history), harness.Limit);
        var answer = await harness.TurnAsync(history);

        (ready, again).Should().Be((true, true));
        (answer.Text, answer.Report.Plan.Kind, answer.Report.SentItems).Should().Be(("one", PlanKind.Continue, 0));
        harness.Journal.Sent().Should().HaveCount(2, "what is ready is not made ready again");
        (await harness.SayAsync(history.Mapped(answer), "say two")).Report.Plan.Kind.Should().Be(PlanKind.Continue);
    }

    [Fact]
    [Trait("Bug", "R4 warm-up delays the first real request")]
    public async Task A_turn_that_comes_before_the_context_is_ready_does_not_wait_for_it()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.completed");
        var history = TestHistory.Asking("say one");
        var warming = harness.Client.PrewarmAsync(Harness.Request(history), harness.Limit);
        await held.Reached;
        var answer = await harness.TurnAsync(history);
        held.Release();

        answer.Text.Should().Be("one");
        answer.Report.Plan.Kind.Should().Be(PlanKind.Replay);
        (await warming).Should().BeTrue();
    }

    [Fact]
    public async Task A_service_that_cannot_prepare_a_context_is_asked_once_and_nobody_fails()
    {
        await using var harness = await Harness.StartTalkingAsync();
        harness.Faults.FailTurn(1, 400, "unsupported_parameter", "Unsupported parameter: generate");
        var history = TestHistory.Asking("say one");

        (await harness.Client.PrewarmAsync(Harness.Request(history), harness.Limit)).Should().BeFalse();
        (await harness.Client.PrewarmAsync(Harness.Request(history), harness.Limit)).Should().BeFalse();
        (await harness.TurnAsync(history)).Text.Should().Be("one");
        harness.Journal.Sent().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_socket_that_nobody_uses_is_closed_in_order_and_one_that_is_used_is_not()
    {
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), static options => options.IdleTimeout = TimeSpan.FromMinutes(10), time: time);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        time.Advance(TimeSpan.FromMinutes(6));
        (await harness.SayAsync(history, "say two")).Report.Session.Should().Be(1);
        time.Advance(TimeSpan.FromMinutes(6));
        (await harness.SayAsync(history, "say three")).Report.Session.Should().Be(1, "it was used six minutes ago");
        time.Advance(TimeSpan.FromMinutes(4));
        time.Advance(TimeSpan.FromMinutes(6));
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);

        harness.Journal.Connections.Should().ContainSingle().Which.CloseStatus.Should().Be(1000);
        (await harness.SayAsync(history, "recall")).Text.Should().Be("say one\nsay two\nsay three");
    }

    [Fact]
    public async Task A_client_that_connects_ahead_has_a_socket_before_the_first_turn()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.PreConnect = true);
        await harness.Journal.WaitUntilAsync(static seen => seen.Connections.Count == 1, harness.Limit);
        await harness.TurnAsync(TestHistory.Asking("say one"));

        harness.Journal.Connections.Should().ContainSingle();
    }

    private static Task<Harness> StartAsync(ManualTime time, CapturedLogs? logs = null) =>
        Harness.StartAsync(new EmulatorOptions(), static options => options.MaxConnectionAge = Age, logs, time);
}
