namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>What the model reads of a result.</summary>
public sealed class FunctionResultTextTests
{
    public static TheoryData<object?, string> Results => new()
    {
        { "plain", "plain" },
        { null, "" },
        { 42, "42" },
        { true, "true" },
        { new[] { 1, 2 }, "[1,2]" },
        { new Named("ﾃｽﾄ"), """{"Text":"ﾃｽﾄ"}""" },
        { new ChatMessageContent(AuthorRole.Assistant, content: "said"), "said" },
        { new List<ChatMessageContent> { new(AuthorRole.User, content: "a"), new(AuthorRole.User, content: "b") }, "a,b" },
    };

    [Theory]
    [MemberData(nameof(Results))]
    [Trait("Contract", "SR1")]
    public async Task A_result_becomes_text(object? result, string expected)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        var history = Harness.Said("go");

        await harness.With("P", () => result).AskAsync(history, Harness.Auto);

        history[2].Content.Should().Be(expected);
        Canonical.Of(harness.LastNew).Should().Equal($"c1 gave {expected}");
    }

    [Fact]
    [Trait("Contract", "SR2")]
    [Trait("Contract", "F15d")]
    public async Task An_image_is_kept_in_the_history_and_the_model_is_told_that_it_cannot_see_it()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        var image = new ImageContent(new byte[] { 1 }, "image/png");
        var history = Harness.Said("go");

        await harness.With("P", () => image).AskAsync(history, Harness.Auto);

        history[2].Content.Should().BeNull();
        history[2].Items.OfType<FunctionResultContent>().Single().Result.Should().BeSameAs(image);
        Canonical.Of(harness.LastNew).Should().Equal("c1 gave Error: This model does not support image content in tool results.");
    }

    public sealed record Named(string Text);
}
