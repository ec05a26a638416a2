namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Many conversations on one socket.</summary>
public sealed class LaneTests
{
    private static readonly TurnPlan Abandoned = new(PlanKind.Replay, PlanReason.TurnAbandoned);

    [Fact]
    public async Task The_first_conversation_takes_the_unnamed_lane_and_the_next_a_named_one()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var a = new TestHistory();
        var b = new TestHistory();
        var first = await harness.SayAsync(a, "say A1");
        var second = await harness.SayAsync(b, "say B1");
        var third = await harness.SayAsync(a, "say A2");
        var fourth = await harness.SayAsync(b, "say B2");

        new[] { first, second, third, fourth }.Select(static r => (r.Report.Session, r.Report.Lane, r.Report.Plan.Kind)).Should().Equal(
            (1, null, PlanKind.Replay), (1, "1", PlanKind.Replay), (1, null, PlanKind.Continue), (1, "1", PlanKind.Continue));
        harness.Journal.Connections.Should().ContainSingle();
    }

    [Theory]
    [InlineData("say hello from A", "say hello from B")]
    [InlineData("say hello", "say hello")]
    [Trait("Bug", "03 wrong branch continued")]
    public async Task Two_conversations_interleaved_a_hundred_turns_share_a_socket_and_never_mix(string openingA, string openingB)
    {
        await using var harness = await Harness.StartTalkingAsync();
        var a = new TestHistory().System("Be brief.");
        var b = new TestHistory().System("Be brief.");
        for (var round = 1; round <= 100; round++)
        {
            await harness.SayAsync(a, round == 1 ? openingA : $"say A in round {round}");
            await harness.SayAsync(b, round == 1 ? openingB : $"say B in round {round}");
        }

        harness.Reports.Skip(6).Should().OnlyContain(static report => report.Plan.Kind == PlanKind.Continue && report.Sends == 1);
        harness.Journal.Connections.Should().ContainSingle();
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    [Trait("Bug", "R8 response in flight too many")]
    public async Task Sixteen_turns_run_at_once_on_one_socket_and_a_seventeenth_opens_the_next()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var running = await RunningAsync(harness, 1, 16);
        harness.Journal.Connections.Should().ContainSingle();
        running.AddRange(await RunningAsync(harness, 17, 1));
        harness.Journal.Connections.Should().HaveCount(2);

        running.ForEach(static turn => turn.Held.Release());
        (await Task.WhenAll(running.Select(static turn => turn.Result))).Select(static r => r.Report.Session).Should().Equal([.. Enumerable.Repeat(1, 16), 2]);
    }

    [Fact]
    public async Task With_all_sockets_full_turns_wait_in_order_of_arrival()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.MaxSessions = 1);
        var running = await RunningAsync(harness, 1, 16);
        var waiting = Enumerable.Range(1, 4).Select(n => harness.BeginAsync(TestHistory.Asking($"say waiting {n}"))).ToList();
        harness.Journal.Sent().Should().HaveCount(16);
        running[0].Held.Release();

        (await Task.WhenAll(waiting)).Select(static r => r.Text).Should().Equal("waiting 1", "waiting 2", "waiting 3", "waiting 4");
        harness.Journal.Responses.TakeLast(4).Select(static r => r.Output[0].GetProperty("content")[0].GetProperty("text").GetString())
            .Should().Equal("waiting 1", "waiting 2", "waiting 3", "waiting 4");
        running.ForEach(static turn => turn.Held.Release());
        await Task.WhenAll(running.Select(static turn => turn.Result));
        harness.Journal.Connections.Should().ContainSingle();
    }

    [Fact]
    [Trait("Bug", "R7 name of a lane too many")]
    public async Task Prompts_that_are_never_followed_up_use_every_name_once_and_open_no_more_sockets_than_allowed()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.MaxSessions = 2);
        for (var prompt = 1; prompt <= 150; prompt++)
        {
            await harness.TurnAsync(TestHistory.Asking($"say {prompt}"));
        }

        harness.Journal.Connections.Should().HaveCount(2);
        harness.Journal.Frames.Should().NotContain(static frame => !frame.FromClient && (frame.Text ?? "").Contains("websocket_stream_limit_reached"));
        harness.Reports.GroupBy(static report => report.Session).Should().OnlyContain(static session => session.Select(static report => report.Lane).Distinct().Count() == 33);
    }

    [Theory]
    [InlineData("response.created")]
    [InlineData("response.output_text.delta")]
    [InlineData("response.completed")]
    [Trait("Bug", "01 abandoned response answers the next question")]
    public async Task Cancelled_while_the_answer_is_held_the_conversation_goes_on_at_once_on_another_lane(string heldEvent)
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, heldEvent);
        await AbandonedTurnTests.CancelWhenHeldAsync(harness, history.Copy().User("say abandoned"), held);

        var next = await harness.SayAsync(history, "say two");

        (next.Text, next.Report.Session, next.Report.Lane, next.Report.Sends).Should().Be(("two", 1, "1", 1));
        next.Report.Plan.Should().Be(Abandoned);
        held.Release();
        (await harness.SayAsync(history, "recall")).Text.Should().Be("say one\nsay two");
        harness.Journal.Connections.Should().ContainSingle();
    }

    [Fact]
    public async Task A_lost_socket_costs_every_conversation_on_it_one_replay_and_no_more()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var conversations = Enumerable.Range(1, 5).Select(static _ => new TestHistory()).ToList();
        foreach (var history in conversations)
        {
            await harness.SayAsync(history, $"say first of {conversations.IndexOf(history)}");
        }

        harness.Emulator.DropConnections();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        for (var round = 1; round <= 2; round++)
        {
            foreach (var history in conversations)
            {
                await harness.SayAsync(history, $"say {round} of {conversations.IndexOf(history)}");
            }
        }

        harness.Reports.Skip(5).Take(5).Should().OnlyContain(static report => report.Plan == new TurnPlan(PlanKind.Replay, PlanReason.SessionLost));
        harness.Reports.Skip(10).Should().OnlyContain(static report => report.Plan.Kind == PlanKind.Continue);
        harness.Journal.Connections.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_socket_lost_with_turns_on_several_lanes_sends_each_of_them_again_once()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var running = await RunningAsync(harness, 1, 5);
        harness.Emulator.DropConnections();

        (await Task.WhenAll(running.Select(static turn => turn.Result))).Should().OnlyContain(static r => r.Report.Sends == 2 && r.Report.Session == 2);
        harness.Journal.Connections.Should().HaveCount(2);
    }

    [Fact]
    public async Task An_error_on_one_lane_does_not_touch_the_others()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.MaxRetryAfter = TimeSpan.Zero);
        var a = new TestHistory();
        var b = new TestHistory();
        await harness.SayAsync(a, "say A1");
        await harness.SayAsync(b, "say B1");
        using var held = harness.Faults.HoldBeforeEvent(3, "response.output_text.delta");
        var turnOfA = harness.BeginAsync(a.User("say A2"));
        await held.Reached;
        harness.Faults.FailTurn(4, 429, "rate_limit_exceeded", "Slow down.");
        var turnOfB = () => harness.TurnAsync(b.Copy().User("say B2"));
        await turnOfB.Should().ThrowAsync<ResponseRefusedException>();
        held.Release();

        (await turnOfA).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        (await harness.SayAsync(b, "say B3")).Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.ParentEvicted));
        harness.Journal.Connections.Should().ContainSingle();
    }

    /// <summary>Turns of one conversation each that have begun and are held before their first text.</summary>
    private static async Task<List<(TurnBarrier Held, Task<TurnResult> Result)>> RunningAsync(Harness harness, int firstTurn, int count)
    {
        var running = new List<(TurnBarrier Held, Task<TurnResult> Result)>();
        for (var turn = firstTurn; turn < firstTurn + count; turn++)
        {
            var held = harness.Faults.HoldBeforeEvent(turn, "response.output_text.delta");
            running.Add((held, harness.BeginAsync(TestHistory.Asking($"say {turn}"))));
            await held.Reached.WaitAsync(harness.Limit);
        }

        return running;
    }
}
