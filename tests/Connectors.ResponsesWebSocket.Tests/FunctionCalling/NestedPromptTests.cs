namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>Functions run with the caller's kernel, but not with the settings of the chat.</summary>
public sealed class NestedPromptTests
{
    [Fact]
    [Trait("Contract", "F20")]
    public async Task A_prompt_function_does_not_inherit_the_tools_of_the_chat_that_calls_it()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-Inner"), Answers.Text("from inside"), Answers.Text("done"));
        harness.With("P", KernelFunctionFactory.CreateFromPrompt("Say something.", executionSettings: (PromptExecutionSettings?)null, functionName: "Inner"));
        var history = Harness.Said("go");

        var answer = await harness.AskAsync(history, Harness.Auto);

        answer.Content.Should().Be("done");
        harness.Creates.Select(static create => create.Has("tools")).Should().Equal(true, false, true);
        Canonical.Of(harness.Creates[1].Input()).Should().Equal("user: Say something.");
        history[2].Content.Should().Be("from inside");
    }

    [Fact]
    [Trait("Contract", "F20")]
    public async Task A_function_gets_the_kernel_of_the_caller_and_the_arguments_of_the_model()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", """{"age":36,"name":"Ann"}"""), Answers.Text("done"));
        Kernel? seen = null;
        var history = Harness.Said("go");

        await harness.With("P", (Kernel kernel, string name, int age) =>
        {
            seen = kernel;
            return $"{name} {age + 1}";
        }).AskAsync(history, Harness.Auto);

        seen.Should().BeSameAs(harness.Kernel);
        history[2].Content.Should().Be("Ann 37");
    }
}
