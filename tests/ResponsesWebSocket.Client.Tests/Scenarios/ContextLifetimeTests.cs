namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>As long as sockets may be opened, age decides which contexts may be given up. A socket holds three of them here.</summary>
public sealed class ContextLifetimeTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ManualTime _time = new();

    [Fact]
    public async Task Nobody_loses_a_young_context_to_another_conversation()
    {
        await using var harness = await StartAsync();
        var conversations = Conversation.Several(harness, 10);
        for (var round = 1; round <= 5; round++)
        {
            foreach (var conversation in conversations)
            {
                (await conversation.SayAsync()).Plan.Kind.Should().Be(round == 1 ? PlanKind.Replay : PlanKind.Continue);
                _time.Advance(Lifetime / 11);
            }
        }

        harness.Journal.Connections.Should().HaveCount(4, "ten contexts fill four sockets");
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 1)]
    public async Task A_context_of_exactly_that_age_gives_way_and_one_a_moment_younger_does_not(int ticks, int sockets)
    {
        await using var harness = await StartAsync();
        var conversations = Conversation.Several(harness, 4);
        await conversations[0].SayAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await conversations[1].SayAsync();
        await conversations[2].SayAsync();
        _time.Advance(Lifetime - TimeSpan.FromSeconds(1) + TimeSpan.FromTicks(ticks));
        (await conversations[3].SayAsync()).Session.Should().Be(sockets);

        harness.Journal.Connections.Should().HaveCount(sockets);
        (await conversations[1].SayAsync()).Plan.Kind.Should().Be(PlanKind.Continue);
        var first = (await conversations[0].SayAsync()).Plan;
        first.Should().Be(sockets == 1 ? Conversation.Replaced : new TurnPlan(PlanKind.Continue, PlanReason.LatestOfLane));
    }

    [Fact]
    public async Task A_lane_without_a_context_is_taken_before_one_whose_context_is_too_old()
    {
        await using var harness = await StartAsync();
        var conversations = Conversation.Several(harness, 3);
        await conversations[0].SayAsync();
        _time.Advance(Lifetime * 2);
        await conversations[1].SayAsync();
        await conversations[2].SayAsync();

        (await conversations[0].SayAsync()).Plan.Kind.Should().Be(PlanKind.Continue, "age alone takes nothing away");
        harness.Journal.Connections.Should().ContainSingle();
    }

    [Fact]
    public async Task One_conversation_uses_one_socket_however_long_its_pauses_are()
    {
        await using var harness = await StartAsync();
        var only = new Conversation(harness, "only");
        await only.SayAsync();
        for (var turn = 2; turn <= 4; turn++)
        {
            _time.Advance(Lifetime * 2);
            (await only.SayAsync()).Plan.Kind.Should().Be(PlanKind.Continue);
        }

        harness.Journal.Connections.Should().ContainSingle();
    }

    [Fact]
    public async Task Prompts_that_are_never_followed_up_fill_the_sockets_that_those_of_one_lifetime_need()
    {
        await using var harness = await StartAsync();
        for (var prompt = 1; prompt <= 50; prompt++)
        {
            await harness.TurnAsync(TestHistory.Asking($"say {prompt}"));
            _time.Advance(Lifetime / 10);
        }

        harness.Journal.Connections.Should().HaveCount(4, "ten are younger than the age, and a socket holds three");
    }

    [Fact]
    public async Task Sockets_that_prompts_have_left_behind_are_closed_when_nobody_uses_them()
    {
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), Configure, time: time);
        for (var prompt = 1; prompt <= 9; prompt++)
        {
            await harness.TurnAsync(TestHistory.Asking($"say {prompt}"));
        }

        for (var socket = 1; socket <= 3; socket++)
        {
            await time.TimerAsync(static due => due == TimeSpan.FromMinutes(30), harness.Limit);
        }

        time.Advance(TimeSpan.FromMinutes(30));
        for (var socket = 1; socket <= 3; socket++)
        {
            await harness.Journal.WaitForClosedAsync(socket, harness.Limit);
        }

        harness.Journal.Connections.Should().HaveCount(3).And.OnlyContain(static connection => connection.CloseStatus == 1000);
    }

    /// <summary>The turns after a rush all go to one socket, so that the others come to rest.</summary>
    [Fact]
    public async Task Old_contexts_are_given_up_socket_by_socket()
    {
        await using var harness = await StartAsync();
        for (var prompt = 1; prompt <= 9; prompt++)
        {
            await harness.TurnAsync(TestHistory.Asking($"say {prompt}"));
        }

        for (var prompt = 10; prompt <= 15; prompt++)
        {
            _time.Advance(Lifetime);
            (await harness.TurnAsync(TestHistory.Asking($"say {prompt}"))).Report.Session.Should().Be(1);
        }
    }

    [Fact]
    public async Task A_fork_costs_nobody_a_young_context()
    {
        await using var harness = await StartAsync();
        var conversations = Conversation.Several(harness, 3);
        foreach (var conversation in conversations)
        {
            await conversation.SayAsync();
        }

        var fork = conversations[0].History.Copy().User("say fork");
        using var held = harness.Faults.HoldBeforeEvent(4, "response.output_text.delta");
        var running = conversations[0].BeginAsync();
        await held.Reached.WaitAsync(harness.Limit);
        (await harness.TurnAsync(fork)).Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.LaneBusy));
        held.Release();

        (await conversations[0].EndAsync(running)).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        (await conversations[1].SayAsync()).Plan.Kind.Should().Be(PlanKind.Continue);
        (await conversations[2].SayAsync()).Plan.Kind.Should().Be(PlanKind.Continue);
        harness.Journal.Connections.Should().HaveCount(2);
    }

    private static void Configure(ResponsesWebSocketOptions options)
    {
        options.Profile = EndpointProfile.OpenAI with { LaneNames = 2 };
        options.ContextLifetime = Lifetime;
        options.MaxConnectionAge = TimeSpan.FromDays(1);
    }

    private Task<Harness> StartAsync() => Harness.StartAsync(new EmulatorOptions(), Configure, time: _time);
}
