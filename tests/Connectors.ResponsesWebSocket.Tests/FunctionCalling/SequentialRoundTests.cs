namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>Two calls in one round, one after the other.</summary>
public sealed class SequentialRoundTests
{
    [Fact]
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
