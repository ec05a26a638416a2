namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class CostTests
{
    [Fact]
    public async Task Bytes_sent_are_those_that_crossed_the_wire_and_a_full_send_costs_what_was_said()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory().System("Be brief, “please” — \\ \" ü.");
        for (var turn = 1; turn <= 6; turn++)
        {
            // Calls, quotes and raw items, so that no simple sum could be right by chance.
            history.User($"say tür \"{turn}\"\ncall look {{\"n\": {turn}}}");
            var result = await harness.TurnAsync(history);
            await ShouldCostWhatItSaysAsync(harness, history, result);
            history.Raw(result).Output(result.FunctionCalls.Single().CallId!, "seen \"it\"");
            result = await harness.TurnAsync(history);
            await ShouldCostWhatItSaysAsync(harness, history, result);
            history.Mapped(result);
        }
    }

    [Fact]
    public async Task A_turn_that_was_sent_twice_costs_both_sends()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        harness.Faults.FailTurn(2, 400, "previous_response_not_found", "Gone.");
        var result = await harness.SayAsync(history, "say two");

        result.Report.BytesSent.Should().Be(harness.Journal.Sent().Skip(1).Sum(static frame => frame.Bytes));
        result.Report.BytesIfSentInFull.Should().Be(harness.Journal.Sent()[2].Bytes);
    }

    private static async Task ShouldCostWhatItSaysAsync(Harness harness, TestHistory history, TurnResult result)
    {
        result.Report.BytesSent.Should().Be(harness.Journal.Response(result.Id).Bytes);
        await using var other = harness.AnotherClient();
        var replayed = await other.CreateAsync(Harness.Request(history), harness.Limit);
        replayed.Report.Plan.Kind.Should().Be(PlanKind.Replay);
        result.Report.BytesIfSentInFull.Should().Be(harness.Journal.Response(replayed.Id).Bytes);
    }
}
