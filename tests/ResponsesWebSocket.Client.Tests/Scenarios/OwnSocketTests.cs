namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Turns whose context is on a socket that runs as many turns as it can. Two sockets of two lanes and one slot each.</summary>
public sealed class OwnSocketTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_turn_waits_for_a_slot_of_its_own_socket_rather_than_cost_two_contexts()
    {
        await using var harness = await StartAsync();
        var all = await FilledAsync(harness);
        using var held = harness.Faults.HoldBeforeEvent(5, "response.completed");
        var running = all[0].BeginAsync();
        await held.Reached.WaitAsync(harness.Limit);
        var waiting = all[1].BeginAsync();
        harness.Client.GetStatistics().TurnsWaiting.Should().Be(1);
        (await all[2].SayAsync()).Plan.Kind.Should().Be(PlanKind.Continue, "who waits holds nobody up");
        held.Release();

        (await all[0].EndAsync(running)).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        (await all[1].EndAsync(waiting)).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        (await all[3].SayAsync()).Plan.Kind.Should().Be(PlanKind.Continue);
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task After_ten_seconds_it_takes_what_there_is()
    {
        await using var harness = await StartAsync();
        var all = await FilledAsync(harness);
        using var held = harness.Faults.HoldBeforeEvent(5, "response.completed");
        var running = all[0].BeginAsync();
        await held.Reached.WaitAsync(harness.Limit);
        var waiting = all[1].BeginAsync();
        _time.Advance(TimeSpan.FromSeconds(9.9));
        waiting.IsCompleted.Should().BeFalse();
        harness.Client.GetStatistics().TurnsWaiting.Should().Be(1);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        var moved = (await all[1].EndAsync(waiting)).Report;
        (moved.Plan, moved.Session).Should().Be((new TurnPlan(PlanKind.Replay, PlanReason.LaneBusy), 2));
        held.Release();
        await all[0].EndAsync(running);
    }

    [Fact]
    public async Task A_turn_without_a_context_does_not_wait_while_another_socket_has_a_slot()
    {
        await using var harness = await StartAsync();
        var all = await FilledAsync(harness);
        using var held = harness.Faults.HoldBeforeEvent(5, "response.completed");
        var running = all[0].BeginAsync();
        await held.Reached.WaitAsync(harness.Limit);
        (await harness.TurnAsync(TestHistory.Asking("say new"))).Report.Session.Should().Be(2);
        held.Release();
        await all[0].EndAsync(running);
    }

    private Task<Harness> StartAsync() => Harness.StartAsync(
        new EmulatorOptions(),
        static options => (options.Profile, options.MaxSessions) = (EndpointProfile.OpenAI with { LaneNames = 1, TurnsInFlight = 1 }, 2),
        time: _time);

    /// <summary>Two conversations on each socket, in order.</summary>
    private static async Task<List<Conversation>> FilledAsync(Harness harness)
    {
        var all = Conversation.Several(harness, 4);
        foreach (var conversation in all)
        {
            (await conversation.SayAsync()).Session.Should().Be(all.IndexOf(conversation) < 2 ? 1 : 2);
        }

        return all;
    }
}
