using System.Text;

namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>Prompts through the kernel.</summary>
public sealed class PromptFunctionTests
{
    [Fact]
    [Trait("Contract", "K2")]
    [Trait("Contract", "K3")]
    public async Task A_prompt_is_one_user_message_and_its_result_the_answer_with_its_metadata()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("hello"));

        var result = await harness.Kernel.InvokePromptAsync("Say hello.", cancellationToken: harness.Limit);

        Canonical.Of(harness.LastCreate.Input()).Should().Equal("user: Say hello.");
        result.ToString().Should().Be("hello");
        result.GetValue<ChatMessageContent>()!.Role.Should().Be(AuthorRole.Assistant);
        result.GetValue<TurnResult>()!.Text.Should().Be("hello");
        result.Metadata!["FinishReason"].Should().Be("Stop");
        result.Metadata["Usage"].Should().BeOfType<ChatTokenUsage>();
    }

    [Fact]
    [Trait("Contract", "E6")]
    public async Task Message_tags_become_messages()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("hello"));

        await harness.Kernel.InvokePromptAsync("<message role=\"system\">Be brief.</message><message role=\"user\">Hi.</message>", cancellationToken: harness.Limit);

        Canonical.Of(harness.LastCreate.Input()).Should().Equal("system: Be brief.", "user: Hi.");
    }

    [Fact]
    [Trait("Contract", "K5")]
    public async Task Functions_are_invoked_for_prompts_with_the_kernel_that_invokes_them()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        Kernel? seen = null;
        harness.With("P", () => 1).With(new InlineFilter((context, next) =>
        {
            seen = context.Kernel;
            return next(context);
        }));

        var result = await harness.Kernel.InvokePromptAsync("go", new KernelArguments(Harness.Auto), cancellationToken: harness.Limit);

        result.ToString().Should().Be("done");
        seen.Should().BeSameAs(harness.Kernel);
    }

    [Fact]
    [Trait("Contract", "K4")]
    public async Task A_prompt_that_a_filter_terminated_results_in_the_tool_message()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"));
        harness.With("P", () => "one").With(new InlineFilter(static async (context, next) =>
        {
            await next(context);
            context.Terminate = true;
        }));

        var message = (await harness.Kernel.InvokePromptAsync("go", new KernelArguments(Harness.Auto), cancellationToken: harness.Limit)).GetValue<ChatMessageContent>()!;

        message.Role.Should().Be(AuthorRole.Tool);
        message.Content.Should().Be("one");
    }

    [Fact]
    [Trait("Contract", "ST20")]
    public async Task A_streamed_prompt_can_be_read_as_text_bytes_chunks_and_events()
    {
        var same = Answers.Text("hello, world of streams");
        await using var harness = await Harness.StartAsync(same, same, same, same);

        string.Concat(await AllAsync<string>(harness)).Should().Be("hello, world of streams");
        Encoding.UTF8.GetString([.. (await AllAsync<byte[]>(harness)).SelectMany(static bytes => bytes)]).Should().Be("hello, world of streams");
        string.Concat((await AllAsync<StreamingChatMessageContent>(harness)).Select(static chunk => chunk.Content)).Should().Be("hello, world of streams");
        (await AllAsync<TurnEvent>(harness)).Should().Contain(static happened => happened is ResponseCompletedEvent);
    }

    private static async Task<List<T>> AllAsync<T>(Harness harness)
    {
        var all = new List<T>();
        await foreach (var chunk in harness.Kernel.InvokePromptStreamingAsync<T>("Say hello.", cancellationToken: harness.Limit))
        {
            all.Add(chunk);
        }

        return all;
    }
}
