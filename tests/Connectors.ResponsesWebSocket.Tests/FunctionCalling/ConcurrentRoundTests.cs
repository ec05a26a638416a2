namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>With concurrent invocation all calls run at once, and the results stand in the order of the calls.</summary>
public sealed class ConcurrentRoundTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "F18")]
    public async Task Results_stand_in_the_order_of_the_calls_whichever_ended_first(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-F", "{}"), ("c2", "Q-F", "{}")), Answers.Text("done"));
        var secondEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        harness
            .With("P", async () =>
            {
                await secondEnded.Task.WaitAsync(harness.Limit);
                return "slow";
            })
            .With("Q", () =>
            {
                secondEnded.SetResult();
                return "fast";
            });
        var history = Harness.Said("go");

        await harness.AnswerAsync(history, streaming, Harness.Concurrent);

        Canonical.Of(history.Skip(2)).Should().Equal("c1 gave slow", "c2 gave fast");
    }

    [Fact]
    [Trait("Contract", "F21")]
    public async Task Several_calls_are_run_although_parallel_calls_were_not_allowed()
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-F", "{}"), ("c2", "P-F", "{}")), Answers.Text("done"));
        var history = Harness.Said("go");

        await harness.With("P", () => 1).AskAsync(history, new ResponsesWebSocketPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowParallelCalls = false }),
        });

        history.Should().HaveCount(4);
        harness.Creates[0].At("parallel_tool_calls").GetBoolean().Should().BeFalse();
    }
}
