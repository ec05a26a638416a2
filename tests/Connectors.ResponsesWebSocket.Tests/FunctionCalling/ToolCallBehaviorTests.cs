using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>The older way to say what the model may call, in all its forms.</summary>
public sealed class ToolCallBehaviorTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_functions_of_the_kernel_are_offered_and_run(bool streaming)
    {
        await using var harness = await StartAsync();

        (await harness.AnswerAsync(Harness.Said("go"), streaming, By(ToolCallBehavior.AutoInvokeKernelFunctions))).Should().Be("done");

        Offered(harness.Creates[0]).Should().Equal("P-F", "Q-F");
        harness.Creates[0].Text("tool_choice").Should().Be("auto");
        Canonical.Of(harness.LastNew)[^1].Should().Be("c1 gave p");
    }

    [Fact]
    public async Task The_functions_of_the_kernel_are_offered_and_left_to_the_caller()
    {
        await using var harness = await StartAsync();

        var answer = await harness.AskAsync("go", By(ToolCallBehavior.EnableKernelFunctions));

        FunctionCallContent.GetFunctionCalls(answer).Should().ContainSingle().Which.Id.Should().Be("c1");
        Offered(harness.Creates.Should().ContainSingle().Subject).Should().Equal("P-F", "Q-F");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_of_functions_offers_no_others(bool autoInvoke)
    {
        await using var harness = await StartAsync();

        var answer = await harness.AskAsync("go", By(ToolCallBehavior.EnableFunctions([Of(harness, "P")], autoInvoke)));

        harness.Creates.Should().HaveCount(autoInvoke ? 2 : 1).And.OnlyContain(static create => Offered(create).SequenceEqual(new[] { "P-F" }));
        FunctionCallContent.GetFunctionCalls(answer).Should().HaveCount(autoInvoke ? 0 : 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_required_function_is_required_once(bool streaming)
    {
        await using var harness = await StartAsync();

        (await harness.AnswerAsync(Harness.Said("go"), streaming, By(ToolCallBehavior.RequireFunction(Of(harness, "P"), autoInvoke: true)))).Should().Be("done");

        Offered(harness.Creates[0]).Should().Equal("P-F");
        harness.Creates[0].Text("tool_choice", "name").Should().Be("P-F");
        Offered(harness.Creates[1]).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_that_the_kernel_has_not_is_told_before_anything_is_sent(bool required)
    {
        await using var harness = await StartAsync();
        var loose = Harness.Function("Loose", () => 1).Metadata.ToOpenAIFunction();
        var behavior = required ? ToolCallBehavior.RequireFunction(loose, autoInvoke: true) : ToolCallBehavior.EnableFunctions([loose], autoInvoke: true);

        var asking = () => harness.AskAsync("go", By(behavior));

        (await asking.Should().ThrowAsync<KernelException>()).Which.Message.Should()
            .Be($"The specified {(required ? "RequiredFunction" : "EnabledFunctions")} function Loose is not available in the kernel.");
        harness.Creates.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functions_that_are_to_be_run_need_a_kernel(bool required)
    {
        await using var harness = await StartAsync();
        var behavior = required ? ToolCallBehavior.RequireFunction(Of(harness, "P"), autoInvoke: true) : ToolCallBehavior.EnableFunctions([Of(harness, "P")], autoInvoke: true);

        var asking = () => harness.Service.GetChatMessageContentAsync("go", By(behavior), kernel: null, harness.Limit);

        (await asking.Should().ThrowAsync<KernelException>()).Which.Message.Should().Contain("no kernel");
        harness.Creates.Should().BeEmpty();
    }

    [Fact]
    public async Task Both_ways_at_once_are_refused()
    {
        await using var harness = await StartAsync();
        var settings = By(ToolCallBehavior.AutoInvokeKernelFunctions);
        settings.FunctionChoiceBehavior = FunctionChoiceBehavior.Auto();

        await harness.Awaiting(h => h.AskAsync("go", settings)).Should().ThrowAsync<ArgumentException>().WithMessage("ToolCallBehavior and FunctionChoiceBehavior cannot be used together.");
        harness.Creates.Should().BeEmpty();
    }

    private static OpenAIPromptExecutionSettings By(ToolCallBehavior behavior) => new() { ToolCallBehavior = behavior };

    private static OpenAIFunction Of(Harness harness, string plugin) => harness.Kernel.Plugins[plugin]["F"].Metadata.ToOpenAIFunction();

    private static IEnumerable<string?> Offered(JsonElement create) => create.Has("tools") ? create.At("tools").EnumerateArray().Select(static tool => tool.Text("name")) : [];

    private static async Task<Harness> StartAsync() =>
        (await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"))).With("P", () => "p").With("Q", () => "q");
}
