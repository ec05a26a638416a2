namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Several turns at once from one history.</summary>
public sealed class ForkTests
{
    private static readonly TurnPlan Fork = new(PlanKind.Fork, PlanReason.LaneBusy);

    [Fact]
    public async Task While_one_goes_on_on_the_lane_the_others_fork_off_on_lanes_of_their_own()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.output_text.delta");
        var trunk = harness.BeginAsync(history.Copy().User("say trunk"));
        await held.Reached;
        var branches = new List<TestHistory>();
        foreach (var name in (string[])["left", "middle", "right"])
        {
            branches.Add(history.Copy());
            (await harness.SayAsync(branches[^1], $"say {name}")).Report.Plan.Should().Be(Fork);
        }

        held.Release();
        (await trunk).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        harness.Journal.Responses.Skip(1).Should().OnlyContain(response => response.PreviousResponseId == harness.Journal.Responses[0].ResponseId);
        foreach (var branch in branches)
        {
            (await harness.SayAsync(branch, "say more")).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        }

        harness.Journal.Connections.Should().ContainSingle();
    }

    [Fact]
    public async Task The_lane_does_not_move_on_before_every_fork_has_its_parent()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var heldTrunk = harness.Faults.HoldBeforeEvent(2, "response.output_text.delta");
        using var cancellation = new CancellationTokenSource();
        var trunk = harness.BeginAsync(history.Copy().User("say trunk"), cancellation.Token);
        await heldTrunk.Reached;
        using var heldFork = harness.Faults.HoldBeforeEvent(3, "response.in_progress");
        var fork = harness.BeginAsync(history.Copy().User("say fork"));
        await heldFork.Reached;
        heldTrunk.Release();
        var onTrunk = await trunk;
        var next = harness.BeginAsync(history.Copy().User("say trunk").Mapped(onTrunk).User("say next"));

        harness.Journal.Sent().Should().HaveCount(3, "the next turn on the lane waits for the fork");
        heldFork.Release();
        (await fork).Report.Plan.Should().Be(Fork);
        (await next).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        harness.Journal.Sent().Should().HaveCount(4);
    }

    /// <summary>The fork is still queued at the service when the lane moves on, so its parent is gone.</summary>
    [Fact]
    public async Task A_fork_that_loses_the_race_is_sent_whole_and_the_caller_does_not_notice()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var heldTrunk = harness.Faults.HoldBeforeEvent(2, "response.output_text.delta");
        var trunk = harness.BeginAsync(history.Copy().User("say trunk"));
        await heldTrunk.Reached;
        harness.Faults.FailTurn(3, 400, "previous_response_not_found", "Gone.");
        var fork = await harness.TurnAsync(history.Copy().User("say fork"));
        heldTrunk.Release();

        (fork.Text, fork.Report.Sends, fork.Report.Plan).Should().Be(("fork", 2, new TurnPlan(PlanKind.Replay, PlanReason.ParentEvicted)));
        (await trunk).Text.Should().Be("trunk");
        (await harness.TurnAsync(history.Copy().User("say trunk").Mapped(await trunk).User("say on"))).Report.Plan.Kind.Should().Be(PlanKind.Continue);
    }

    [Fact]
    public async Task A_fork_that_is_refused_leaves_what_it_came_from()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.MaxRetryAfter = TimeSpan.Zero);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.output_text.delta");
        using var cancellation = new CancellationTokenSource();
        var trunk = harness.BeginAsync(history.Copy().User("say trunk"));
        await held.Reached;
        harness.Faults.FailTurn(3, 429, "rate_limit_exceeded", "Slow down.");
        var refused = () => harness.TurnAsync(history.Copy().User("say fork"));
        await refused.Should().ThrowAsync<ResponseRefusedException>();

        (await harness.TurnAsync(history.Copy().User("say again"))).Report.Plan.Should().Be(Fork);
        held.Release();
        await trunk;
    }

    [Fact]
    public async Task Ten_at_once_from_one_history_each_see_it_whole()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        var all = await Task.WhenAll(Enumerable.Range(1, 10).Select(n => harness.TurnAsync(history.Copy().User($"say {n}"))));

        all.Select(static r => r.Text).Should().Equal(Enumerable.Range(1, 10).Select(static n => $"{n}"));
        harness.Journal.Connections.Should().ContainSingle();
        harness.Reports.Should().OnlyContain(static report => report.Sends <= 2);
    }

    [Fact]
    [Trait("Bug", "12 delta sent where the state is not")]
    public async Task A_stored_response_is_a_parent_on_any_socket_and_at_any_time()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        var first = await StoredAsync(harness, history.User("say one"));
        var onward = history.Copy().Mapped(first);
        await StoredAsync(harness, onward.Copy().User("say two"));
        harness.Emulator.DropConnections();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        var again = await StoredAsync(harness, onward.Copy().User("say another two"));

        again.Report.Plan.Should().Be(new TurnPlan(PlanKind.Fork, PlanReason.ParentStored));
        again.Report.SentItems.Should().Be(1);
        var seen = harness.Journal.Response(again.Id);
        (seen.PreviousResponseId, seen.ParentSource).Should().Be((first.Id, ParentSource.Store));
        harness.Journal.ShouldHaveSeen(again.Id, onward.User("say another two").Items);
    }

    private static Task<TurnResult> StoredAsync(Harness harness, TestHistory history) =>
        harness.Client.CreateAsync(new TurnRequest { Model = Harness.Model, Input = [.. history.Items], Store = true }, harness.Limit);
}
