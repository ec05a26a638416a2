namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Conversations that all do the same at the same time, and sockets that cannot be had.</summary>
public sealed class ManyAtOnceTests
{
    private const int ContextMadeReady = 6;

    [Theory]
    [InlineData(true, 40, 3)]
    [InlineData(false, 12, 12)]
    public async Task All_that_begin_and_go_on_at_once_continue(bool lanes, int conversations, int sockets)
    {
        await using var harness = await Harness.StartTalkingAsync(options => options.Profile = lanes ? null : EndpointProfile.Azure);
        var all = Conversation.Several(harness, conversations);
        var held = Enumerable.Range(1, conversations).Select(turn => harness.Faults.HoldBeforeEvent(turn, "response.output_text.delta")).ToList();
        var first = all.ConvertAll(static conversation => conversation.BeginAsync());
        foreach (var turn in held)
        {
            await turn.Reached.WaitAsync(harness.Limit);
        }

        held.ForEach(static turn => turn.Release());
        await EndAsync(all, first);
        for (var round = 2; round <= 5; round++)
        {
            var ended = await EndAsync(all, all.ConvertAll(static conversation => conversation.BeginAsync()));
            ended.Should().OnlyContain(static result => result.Report.Plan.Kind == PlanKind.Continue);
        }

        harness.Journal.Connections.Should().HaveCount(sockets);
        held.ForEach(static turn => turn.Dispose());
    }

    [Fact]
    public async Task All_sockets_are_replaced_and_every_conversation_continues()
    {
        using var ready = new SemaphoreSlim(0);
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions(),
            static options => (options.Profile, options.MaxConnectionAge) = (EndpointProfile.OpenAI with { LaneNames = 2 }, TimeSpan.FromMinutes(2)),
            new CapturedLogs(eventId => _ = eventId == ContextMadeReady ? ready.Release() : 0),
            time);
        var histories = Enumerable.Range(1, 7).Select(static _ => new TestHistory()).ToList();
        for (var round = 1; round <= 3; round++)
        {
            foreach (var history in histories)
            {
                var report = (await harness.SayAsync(history, $"say {histories.IndexOf(history)} in {round}")).Report;
                (report.Plan.Kind, report.SentItems).Should().Be((round == 1 ? PlanKind.Replay : PlanKind.Continue, 1));
            }

            time.Advance(TimeSpan.FromMinutes(2) * (round == 2 ? 0.8 : 0.01));
            for (var context = 1; round == 2 && context <= histories.Count; context++)
            {
                await ready.WaitAsync(harness.Limit);
            }
        }

        harness.Journal.Connections.Should().HaveCountGreaterThan(4, "three sockets hold seven contexts, and grow old together");
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_socket_that_never_grows_old_is_one_socket(bool byOption)
    {
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions(),
            options =>
            {
                options.MaxConnectionAge = byOption ? Timeout.InfiniteTimeSpan : null;
                options.Profile = EndpointProfile.OpenAI with { MaxAge = byOption ? TimeSpan.FromMinutes(60) : TimeSpan.MaxValue };
            });
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        await harness.SayAsync(history, "say two");

        harness.Journal.Connections.Should().ContainSingle();
    }

    [Fact]
    public async Task Contexts_are_not_brought_to_a_socket_that_soon_grows_old_itself()
    {
        using var ready = new SemaphoreSlim(0);
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions(),
            static options => (options.Profile, options.MaxConnectionAge) = (EndpointProfile.OpenAI with { LaneNames = 1 }, TimeSpan.FromSeconds(100)),
            new CapturedLogs(eventId => _ = eventId == ContextMadeReady ? ready.Release() : 0),
            time);
        var histories = Enumerable.Range(1, 3).Select(static _ => new TestHistory()).ToList();
        var sessions = new List<int>();
        foreach (var (history, pause) in histories.Zip([0, 30, 51]))
        {
            sessions.Add((await harness.SayAsync(history, $"say {sessions.Count}")).Report.Session);
            time.Advance(TimeSpan.FromSeconds(pause));
        }

        await ready.WaitAsync(harness.Limit);
        await ready.WaitAsync(harness.Limit);
        foreach (var history in histories)
        {
            var report = (await harness.SayAsync(history, "say on")).Report;
            report.Plan.Kind.Should().Be(PlanKind.Continue);
            sessions.Add(report.Session);
        }

        sessions.Should().Equal([1, 1, 2, 3, 3, 2], "the second socket has a free lane, and half of its life behind it");
    }

    [Fact]
    public async Task Where_no_more_sockets_are_to_be_had_contexts_are_given_up_and_no_turn_fails()
    {
        var time = new ManualTime();
        var emulator = new EmulatorOptions();
        await using var harness = await Harness.StartAsync(
            emulator,
            static options => (options.Profile, options.Transport, options.ConnectRetries) = (EndpointProfile.OpenAI with { LaneNames = 1 }, ResponsesTransport.WebSocket, 0),
            time: time);
        var all = Conversation.Several(harness, 5);
        await all[0].SayAsync();
        await all[1].SayAsync();
        emulator.RefuseUpgrade = HttpStatusCode.ServiceUnavailable;
        (await all[2].SayAsync()).Session.Should().Be(1);
        (await all[3].SayAsync()).Session.Should().Be(1);
        harness.Journal.RefusedUpgrades.Should().ContainSingle("for a minute none is asked for again");

        emulator.RefuseUpgrade = null;
        time.Advance(TimeSpan.FromMinutes(1));
        (await all[4].SayAsync()).Session.Should().Be(2);
    }

    private static async Task<List<TurnResult>> EndAsync(List<Conversation> all, List<Task<TurnResult>> turns)
    {
        var ended = new List<TurnResult>();
        foreach (var (conversation, turn) in all.Zip(turns))
        {
            ended.Add(await conversation.EndAsync(turn));
        }

        return ended;
    }
}
