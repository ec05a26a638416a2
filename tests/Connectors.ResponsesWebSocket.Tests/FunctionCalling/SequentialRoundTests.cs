namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>Trace 21.1: two calls in one round, one after the other.</summary>
public sealed class SequentialRoundTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Acceptance", "40")]
    [Trait("Acceptance", "42")]
    public async Task The_history_gains_the_calls_then_one_result_per_call_and_not_the_answer(bool streaming)
    {
        await using var harness = await TwoCallsAsync();
        var history = Harness.Said("go");

        var answer = await harness.AnswerAsync(history, streaming, Harness.Auto);

        // F7, F8, F19
        answer.Should().Be("done");
        history.Select(static message => message.Role).Should().Equal(AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool, AuthorRole.Tool);
        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c2 calls Q-F with {}", "c1 gave one", "c2 gave two");
        FunctionCallContent.GetFunctionCalls(history[1]).Select(static call => (call.Id, call.PluginName, call.FunctionName)).Should().Equal(("c1", "P", "F"), ("c2", "Q", "F"));
    }

    [Fact]
    [Trait("Acceptance", "40")]
    [Trait("Acceptance", "44")]
    [Trait("Contract", "F7")]
    [Trait("Contract", "F17")]
    [Trait("Contract", "FI3")]
    public async Task Each_call_starts_after_the_result_of_the_one_before_is_in_the_history()
    {
        await using var harness = await TwoCallsAsync();
        var last = new List<string>();
        var messages = new List<ChatMessageContent>();
        harness.With(new InlineFilter(async (context, next) =>
        {
            last.Add(Canonical.Of([context.ChatHistory.Last()])[0]);
            messages.Add(context.ChatMessageContent);
            await next(context);
        }));
        var history = Harness.Said("go");

        await harness.AskAsync(history, Harness.Auto);

        last.Should().Equal("c1 calls P-F with {}", "c1 gave one");
        messages.Should().OnlyContain(message => ReferenceEquals(message, history[1]));
    }

    [Fact]
    [Trait("Contract", "F1")]
    [Trait("Contract", "T13")]
    public async Task The_second_request_carries_both_results_and_the_same_tools()
    {
        await using var harness = await TwoCallsAsync();

        await harness.AskAsync("go", Harness.Auto);

        harness.Creates.Should().HaveCount(2);
        Canonical.Of(harness.LastNew).Should().Equal("c1 gave one", "c2 gave two");
        harness.Creates[1].At("tools").GetRawText().Should().Be(harness.Creates[0].At("tools").GetRawText());
        harness.Creates.Should().OnlyContain(static create => create.Text("tool_choice") == "auto");
    }

    [Fact]
    [Trait("Acceptance", "40")]
    [Trait("Contract", "F15")]
    [Trait("Contract", "F16")]
    public async Task A_result_is_text_and_result_in_a_tool_message_without_author_or_model()
    {
        await using var harness = await TwoCallsAsync();
        var history = Harness.Said("go");

        await harness.AskAsync(history, Harness.Auto);

        var message = history[2];
        message.Content.Should().Be("one");
        message.AuthorName.Should().BeNull();
        message.ModelId.Should().BeNull();
        message.Items.Select(static item => item.GetType()).Should().Equal(typeof(TextContent), typeof(FunctionResultContent));
        message.Items[1].Should().BeEquivalentTo(new { CallId = "c1", PluginName = "P", FunctionName = "F", Result = (object)"one" });
    }

    [Fact]
    [Trait("Contract", "F22")]
    public async Task The_message_with_the_calls_keeps_its_usage()
    {
        await using var harness = await TwoCallsAsync();
        var history = Harness.Said("go");

        await harness.AskAsync(history, Harness.Auto);

        history[1].Metadata!["Usage"].Should().BeOfType<ChatTokenUsage>().Which.InputTokenCount.Should().BePositive();
        history[1].Metadata!["FinishReason"].Should().Be("ToolCalls");
    }

    private static async Task<Harness> TwoCallsAsync()
    {
        var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-F", "{}"), ("c2", "Q-F", "{}")), Answers.Text("done"));
        return harness.With("P", () => "one").With("Q", () => "two");
    }
}
