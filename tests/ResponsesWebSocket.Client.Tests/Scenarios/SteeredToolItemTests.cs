namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A steer has no room for tools: those that travelled as items before it must do for the responses behind it.</summary>
public sealed class SteeredToolItemTests
{
    private static readonly TurnTool[] Tools = [.. new[] { "look", "listen" }.Select(static name =>
        TurnTool.Function(name, "Does.", JsonSerializer.SerializeToElement(new { type = "object" })))];

    [Fact]
    public async Task The_response_behind_a_steer_and_the_turn_behind_it_see_the_tools_that_crossed_the_wire_once()
    {
        await using var harness = await HarnessAsync();
        var history = TestHistory.Asking("say one");
        var (result, outcome) = await SteeredAsync(harness, history, "response.output_text.done");
        var next = await NextAsync(harness, history.Raw(result).User("say three"));

        outcome.Should().Be(SteerStatus.Applied);
        (next.Report.Plan.Kind, next.Report.SentItems).Should().Be((PlanKind.Continue, 1));
        ToolsCrossed(harness).Should().Be(1);
        ShouldAllHaveSeenTheTools(harness, responses: 3);
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task A_steer_that_waits_for_results_keeps_the_tools_for_the_turn_that_brings_them()
    {
        await using var harness = await HarnessAsync();
        var history = TestHistory.Asking("call look {\"n\":1}");
        var (result, outcome) = await SteeredAsync(harness, history, "response.function_call_arguments.done");
        var next = await NextAsync(harness, history.Raw(result).Output(result.FunctionCalls.Single().CallId!, "seen"));

        outcome.Should().Be(SteerStatus.WaitsForResults);
        next.Report.Plan.Kind.Should().Be(PlanKind.Continue);
        ToolsCrossed(harness).Should().Be(1);
        ShouldAllHaveSeenTheTools(harness, responses: 2);
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task After_a_lost_socket_a_steered_history_takes_the_tools_along_again()
    {
        await using var harness = await HarnessAsync();
        var history = TestHistory.Asking("say one");
        var (result, _) = await SteeredAsync(harness, history, "response.output_text.done");
        harness.Emulator.DropConnections();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        var next = await NextAsync(harness, history.Raw(result).User("say three"));

        next.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.SessionLost));
        ToolsCrossed(harness).Should().Be(2);
        ShouldAllHaveSeenTheTools(harness, responses: 3);
    }

    private static Task<Harness> HarnessAsync() => WatchedTurn.HarnessAsync(static options => options.ToolPlacement = ToolPlacement.InputItems);

    private static async Task<(TurnResult Result, SteerStatus Outcome)> SteeredAsync(Harness harness, TestHistory history, string heldEvent)
    {
        using var held = harness.Faults.HoldBeforeEvent(1, heldEvent);
        var turn = await WatchedTurn.BeginAsync(harness, history, held, tools: Tools);
        var outcome = await turn.SteerAsync("say two");
        held.Release();
        return (await turn.Result, (await outcome).Status);
    }

    private static Task<TurnResult> NextAsync(Harness harness, TestHistory history) =>
        harness.Client.CreateAsync(new TurnRequest { Model = Harness.Model, Input = [.. history.Items], Tools = Tools }, harness.Limit);

    private static int ToolsCrossed(Harness harness) =>
        harness.Journal.Sent().Count(static frame => frame.Text!.Contains("\"additional_tools\"", StringComparison.Ordinal) || frame.Text.Contains("\"tools\"", StringComparison.Ordinal));

    private static void ShouldAllHaveSeenTheTools(Harness harness, int responses)
    {
        harness.Journal.Responses.Should().HaveCount(responses);
        harness.Journal.Responses.Should().OnlyContain(static response => response.Tools.Select(static tool => tool.GetProperty("name").GetString()).SequenceEqual(new[] { "look", "listen" }));
    }
}
