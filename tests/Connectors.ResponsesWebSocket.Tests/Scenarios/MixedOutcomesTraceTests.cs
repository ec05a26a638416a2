namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>Where calls run at once: what is wrong with a call is said before any result stands, and results stand in the calls' order.</summary>
public sealed class MixedOutcomesTraceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Concurrently_the_calls_that_cannot_run_are_answered_before_all_others(bool streaming)
    {
        await using var harness = await Harness.StartAsync(
            Answers.Calls(("c1", "P-Slow", "{}"), ("c2", "P-Throws", "{}"), ("c3", "P-Fast", "{}"), ("c4", "P-Nothing", "{}"), ("c5", "P-Fast", "{not json"), ("c6", "P-Nowhere", "{}")),
            Answers.Text("done"));
        var fastEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        harness.With(
            "P",
            Harness.Function("Slow", async () =>
            {
                await fastEnded.Task.WaitAsync(harness.Limit);
                return "slow";
            }),
            Harness.Function("Throws", () => { throw new InvalidOperationException("boom"); }),
            Harness.Function("Fast", () =>
            {
                fastEnded.SetResult();
                return 42;
            }),
            Harness.Function("Nothing", () => { }));
        var history = Harness.Said("go");

        await harness.AnswerAsync(history, streaming, Harness.Concurrent);

        history.Skip(2).Select(Row).Should().Equal(
            "c5 P.Fast: Text|Result 'Error: Function call processing failed. Correct yourself. Error: Function call arguments were invalid JSON.'",
            "c6 P.Nowhere: Text|Result 'Error: Function call request for a function that wasn't defined. Correct yourself.'",
            "c1 P.Slow: Text|Result 'slow'",
            "c2 P.Throws: Result 'Error: Exception while invoking function. boom'",
            "c3 P.Fast: Text|Result '42'",
            "c4 P.Nothing: Text|Result ''");
        harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
    }

    /// <summary>The items of a tool message; a text says what the result says.</summary>
    private static string Row(ChatMessageContent message)
    {
        var result = message.Items.OfType<FunctionResultContent>().Single();
        result.Result.Should().BeOfType<string>();
        message.Content.Should().Be(message.Items.Count == 2 ? (string)result.Result! : null);
        (message.Role, message.AuthorName, message.ModelId).Should().Be((AuthorRole.Tool, null, null));
        return $"{result.CallId} {result.PluginName}.{result.FunctionName}: {string.Join('|', message.Items.Select(static item => item is TextContent ? "Text" : "Result"))} '{result.Result}'";
    }
}
