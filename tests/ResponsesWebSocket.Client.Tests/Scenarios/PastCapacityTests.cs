namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>More young contexts than all sockets hold.</summary>
public sealed class PastCapacityTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(2, 2, 12, 5)]
    [InlineData(4, 2, 24, 11)]
    [InlineData(2, 0, 4, 1)]
    [InlineData(8, 0, 16, 7)]
    [InlineData(8, 0, 32, 7)]
    public async Task Used_in_turn_those_that_fit_keep_their_contexts(int sockets, int names, int conversations, int keep)
    {
        await using var harness = await StartAsync(sockets, names);
        var all = Conversation.Several(harness, conversations);
        var kept = new List<int>();
        for (var round = 1; round <= 6; round++)
        {
            kept.Clear();
            foreach (var conversation in all)
            {
                var report = await conversation.SayAsync();
                kept.AddRange(report.Plan.Kind == PlanKind.Continue ? [all.IndexOf(conversation)] : Array.Empty<int>());
                _time.Advance(Step);
            }

            kept.Should().HaveCount(round == 1 ? 0 : keep, "all places but one are kept, in every round from the second on");
        }

        harness.Journal.Connections.Should().HaveCount(sockets);
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task Prompts_that_are_never_followed_up_take_each_others_place_and_nobody_elses()
    {
        await using var harness = await StartAsync(sockets: 1, names: 2);
        var going = Conversation.Several(harness, 2);
        await going[0].SayAsync();
        await going[1].SayAsync();
        for (var prompt = 1; prompt <= 20; prompt++)
        {
            _time.Advance(Step);
            await harness.TurnAsync(TestHistory.Asking($"say prompt {prompt}"));
            (await going[prompt % 2].SayAsync()).Plan.Kind.Should().Be(PlanKind.Continue);
        }

        harness.Journal.Connections.Should().ContainSingle();
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public async Task A_conversation_quiet_for_four_of_its_pauses_gives_way_first(int tenths, bool keeps)
    {
        await using var harness = await StartAsync(sockets: 1, names: 2);
        var all = Conversation.Several(harness, 4);
        var (quick, slow, last) = (all[0], all[1], all[2]);
        await slow.SayAsync();
        _time.Advance(Step * 20);
        await slow.SayAsync();
        await quick.SayAsync();
        _time.Advance(Step);
        await quick.SayAsync();
        await last.SayAsync();
        _time.Advance(Step * tenths / 10);
        await all[3].SayAsync();

        (await slow.SayAsync()).Plan.Kind.Should().Be(PlanKind.Continue, "it was quiet for less than its pauses");
        (await quick.SayAsync()).Plan.Should().Be(keeps ? new TurnPlan(PlanKind.Continue, PlanReason.LatestOfLane) : Conversation.Replaced);
    }

    [Fact]
    public async Task A_long_pause_is_remembered_for_some_turns()
    {
        await using var harness = await StartAsync(sockets: 1, names: 1);
        var all = Conversation.Several(harness, 3);
        await all[0].SayAsync();
        _time.Advance(Step * 40);
        await all[0].SayAsync();
        _time.Advance(Step);
        await all[0].SayAsync();
        await all[1].SayAsync();
        _time.Advance(Step * 70);
        await all[2].SayAsync();

        (await all[0].SayAsync()).Plan.Kind.Should().Be(PlanKind.Continue, "half of forty seconds still counts, and seventy are less than four times that");
    }

    [Fact]
    public async Task A_fork_takes_a_place_beside_its_parent()
    {
        await using var harness = await StartAsync(sockets: 2, names: 1);
        var all = Conversation.Several(harness, 4);
        foreach (var conversation in all)
        {
            await conversation.SayAsync();
            _time.Advance(Step);
        }

        var fork = all[0].History.Copy().User("say fork");
        using var held = harness.Faults.HoldBeforeEvent(5, "response.output_text.delta");
        var running = all[0].BeginAsync();
        await held.Reached.WaitAsync(harness.Limit);
        var beside = (await harness.TurnAsync(fork)).Report;
        held.Release();

        (beside.Plan, beside.Session, beside.SentItems).Should().Be((new TurnPlan(PlanKind.Fork, PlanReason.LaneBusy), 1, 1));
        (await all[0].EndAsync(running)).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        (await all[2].SayAsync()).Plan.Kind.Should().Be(PlanKind.Continue);
        (await all[3].SayAsync()).Plan.Kind.Should().Be(PlanKind.Continue);
        (await all[1].SayAsync()).Plan.Should().Be(Conversation.Replaced);
    }

    private Task<Harness> StartAsync(int sockets, int names) => Harness.StartAsync(
        new EmulatorOptions(),
        options =>
        {
            options.Profile = names == 0 ? EndpointProfile.Azure : EndpointProfile.OpenAI with { LaneNames = names };
            options.MaxSessions = sockets;
            options.MaxConnectionAge = TimeSpan.FromDays(1);
        },
        time: _time);
}
