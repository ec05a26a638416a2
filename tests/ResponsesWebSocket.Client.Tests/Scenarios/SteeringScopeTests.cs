namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A steer of a response that ends with calls waits for their results.</summary>
public sealed class SteeringScopeTests
{
    private const string CallDone = "response.function_call_arguments.done";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_turn_that_brings_the_results_continues_and_does_not_send_the_message_again(bool raw)
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        var history = TestHistory.Asking("call f {}\ncall g {}");
        var result = await CallAndSteerAsync(harness, history, "first", "second");

        var calls = result.FunctionCalls.ToList();
        history = raw ? history.Raw(result) : history.Mapped(result).User("first").User("second");
        var next = await harness.TurnAsync(history.Output(calls[0].CallId!, "1").Output(calls[1].CallId!, "2"));

        result.Status.Should().Be(TurnStatus.Completed);
        result.Output.Select(static item => item.Kind).Should().Equal(ItemKind.FunctionCall, ItemKind.FunctionCall, ItemKind.Message, ItemKind.Message);
        (next.Report.Plan, next.Report.SentItems).Should().Be((new TurnPlan(PlanKind.Continue, PlanReason.LatestOfLane), 2));
        next.Text.Should().Be("Result of f: 1\nResult of g: 2");
        (await harness.SayAsync(history.Raw(next), "recall")).Text.Should().EndWith("first\nsecond");
        harness.Reports[^1].Plan.Kind.Should().Be(PlanKind.Continue);
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task On_a_new_socket_the_message_is_sent_with_the_history()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        var history = TestHistory.Asking("call f {}");
        var result = await CallAndSteerAsync(harness, history, "hint");
        harness.Emulator.DropConnections();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);

        var next = await harness.TurnAsync(history.Raw(result).Output(result.FunctionCalls.Single().CallId!, "1"));

        next.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.SessionLost));
    }

    [Fact]
    public async Task Beside_its_lane_the_turn_is_sent_in_full_because_the_message_waits_on_the_lane_only()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        var history = TestHistory.Asking("call f {}");
        var result = await CallAndSteerAsync(harness, history, "hint");
        history.Raw(result).Output(result.FunctionCalls.Single().CallId!, "1");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.created");
        var first = harness.BeginAsync(history);
        await held.Reached.WaitAsync(harness.Limit);

        var second = await harness.TurnAsync(history);
        held.Release();
        var other = await first;

        second.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.LaneBusy));
        other.Report.Plan.Kind.Should().Be(PlanKind.Continue);
        harness.Journal.ShouldHaveSeen(other.Id, history.Items);
    }

    [Fact]
    public async Task A_stored_response_is_no_parent_elsewhere_either()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        var history = TestHistory.Asking("call f {}");
        var result = await CallAndSteerAsync(harness, history, store: true, "hint");
        harness.Emulator.DropConnections();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        history.Raw(result).Output(result.FunctionCalls.Single().CallId!, "1");

        var next = await harness.Client.CreateAsync(new() { Model = Harness.Model, Input = history.Items, Store = true }, harness.Limit);

        harness.Journal.ShouldHaveSeen(next.Id, history.Items);
        next.Report.Plan.Kind.Should().Be(PlanKind.Replay);
    }

    [Fact]
    public async Task A_history_that_leaves_the_message_out_is_sent_in_full_and_seen_without_it()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        var history = TestHistory.Asking("call f {}");
        var result = await CallAndSteerAsync(harness, history, "hint");

        var next = await harness.TurnAsync(history.Mapped(result).Output(result.FunctionCalls.Single().CallId!, "1"));

        next.Report.Plan.Kind.Should().Be(PlanKind.Replay);
        next.Text.Should().Be("Result of f: 1");
    }

    [Fact]
    public async Task A_turn_with_the_results_whose_parent_is_gone_is_repeated_with_the_whole_history()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        var history = TestHistory.Asking("call f {}");
        var result = await CallAndSteerAsync(harness, history, "hint");
        harness.Faults.FailTurn(2, 400, "previous_response_not_found", "gone");

        var next = await harness.TurnAsync(history.Raw(result).Output(result.FunctionCalls.Single().CallId!, "1"));

        next.Report.Sends.Should().Be(2);
        (await harness.SayAsync(history.Raw(next), "recall")).Text.Should().EndWith("hint");
    }

    private static Task<TurnResult> CallAndSteerAsync(Harness harness, TestHistory history, params string[] hints) =>
        CallAndSteerAsync(harness, history, store: false, hints);

    /// <summary>A turn that ends with calls and messages that wait.</summary>
    private static async Task<TurnResult> CallAndSteerAsync(Harness harness, TestHistory history, bool store, params string[] hints)
    {
        using var held = harness.Faults.HoldBeforeEvent(1, CallDone);
        var turn = await WatchedTurn.BeginAsync(harness, history, held, store: store);
        var outcomes = new List<Task<SteerOutcome>>();
        foreach (var hint in hints)
        {
            outcomes.Add(await turn.SteerAsync(hint, answers: outcomes.Count + 1));
        }

        held.Release();
        var result = await turn.Result;
        (await Task.WhenAll(outcomes)).Should().OnlyContain(static outcome => outcome.Status == SteerStatus.WaitsForResults);
        return result;
    }
}
