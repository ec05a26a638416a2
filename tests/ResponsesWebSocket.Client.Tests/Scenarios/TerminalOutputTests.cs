namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class TerminalOutputTests
{
    [Theory]
    [InlineData(TerminalOutput.Empty)]
    [InlineData(TerminalOutput.Null)]
    [InlineData(TerminalOutput.Missing)]
    [Trait("Bug", "11 empty output in the terminal event")]
    public async Task Output_missing_from_the_last_event_is_taken_from_the_streamed_items(TerminalOutput output)
    {
        await using var harness = await StartAsync();
        harness.Faults.ReplaceTerminalOutput(1, output);
        await ShouldAnswerAndContinueAsync(harness);
    }

    [Fact]
    [Trait("Bug", "11 empty output in the terminal event")]
    public async Task Items_that_were_never_said_to_be_done_are_taken_from_the_last_event()
    {
        await using var harness = await StartAsync();
        harness.Faults.OmitItemDone(1);
        await ShouldAnswerAndContinueAsync(harness);
    }

    private static Task<Harness> StartAsync() => Harness.StartAsync(
        new ModelAnswer([.. ModelAnswer.Text("I will look.").Outputs, new ModelOutput.Call("look", """{"at":"it"}""", "call_1")]), ModelAnswer.Text("done"));

    private static async Task ShouldAnswerAndContinueAsync(Harness harness)
    {
        var history = TestHistory.Asking("go");
        var first = await harness.TurnAsync(history);
        first.Output.Select(static item => item.Kind).Should().Equal(ItemKind.Message, ItemKind.FunctionCall);
        first.Text.Should().Be("I will look.");
        var call = first.FunctionCalls.Single();
        (call.CallId, call.Name, call.Arguments).Should().Be(("call_1", "look", """{"at":"it"}"""));

        (await harness.TurnAsync(history.Mapped(first).Output("call_1", "seen"))).Report.Plan.Kind.Should().Be(PlanKind.Continue);
    }
}
