namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>A function that is a prompt with settings of its own, and how deep calls count as nested.</summary>
public sealed class NestedPromptTraceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_inner_call_counts_its_requests_from_zero_over_a_history_of_its_own(bool streaming)
    {
        await using var harness = await Harness.StartAsync(
            Answers.Call("c1", "P-Inner"), Answers.Call("i1", "Q-F"), Answers.Text("from inside"),
            Answers.Call("c2", "P-Inner"), Answers.Call("i2", "Q-F"), Answers.Text("inside again"), Answers.Text("done"));
        harness.With("Q", () => 7);
        var settings = new ResponsesWebSocketPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto([harness.Kernel.Plugins.GetFunction("Q", "F")]),
            MaxTokens = 77,
        };
        harness.With("P", KernelFunctionFactory.CreateFromPrompt("Say something.", executionSettings: settings, functionName: "Inner"));
        var history = Harness.Said("go");
        var seen = new List<string>();
        harness.With(new InlineFilter((context, next) =>
        {
            seen.Add($"{context.ToolCallId}: request {context.RequestSequenceIndex}, {(ReferenceEquals(context.ChatHistory, history) ? "outer" : Canonical.Of(context.ChatHistory)[0])}");
            return next(context);
        }));

        (await harness.AnswerAsync(history, streaming, Harness.Auto)).Should().Be("done");

        seen.Should().Equal("c1: request 0, outer", "i1: request 0, user: Say something.", "c2: request 1, outer", "i2: request 0, user: Say something.");
        harness.Creates.Select(static create => (create.At("tools").GetArrayLength(), create.Has("max_output_tokens"))).Should().Equal(
            (2, false), (1, true), (1, true), (2, false), (1, true), (1, true), (2, false));
        Canonical.Of(history.Skip(1)).Should().Equal("c1 calls P-Inner with {}", "c1 gave from inside", "c2 calls P-Inner with {}", "c2 gave inside again");
    }

    [Fact]
    public async Task Inside_the_second_call_of_a_batch_the_depth_is_one_more_than_inside_the_first()
    {
        // 128 calls at once: inside the last one the limit is reached, inside the one before it is not.
        var batch = Enumerable.Range(1, 128).Select(static call => ($"c{call}", "P-Outer", $$"""{"number":{{call}}}""")).ToArray();
        await using var harness = await Harness.StartAsync(
            Answers.Calls(batch), Answers.Call("i127", "Q-F"), Answers.Text("invoked"), Answers.Call("i128", "Q-F"), Answers.Text("done"));
        var inner = new List<ChatMessageContent>();
        harness.With("Q", () => 7).With("P", Harness.Function("Outer", async (int number) =>
        {
            if (number >= 127)
            {
                inner.Add(await harness.AskAsync($"inside {number}", Harness.Auto));
            }
        }));

        await harness.AskAsync("go", Harness.Auto);

        inner[0].Content.Should().Be("invoked");
        FunctionCallContent.GetFunctionCalls(inner[1]).Should().ContainSingle().Which.Id.Should().Be("i128");
        harness.Creates.Should().HaveCount(5);
    }
}
