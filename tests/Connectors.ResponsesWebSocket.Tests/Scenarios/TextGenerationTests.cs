using System.Text;

namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>Text generation.</summary>
public sealed class TextGenerationTests
{
    [Fact]
    [Trait("Contract", "E7")]
    public async Task A_prompt_alone_is_a_system_message()
    {
        (await InputOf(settings: null)).Should().Equal("system: go");
    }

    [Fact]
    [Trait("Contract", "E7")]
    public async Task A_prompt_behind_one_of_the_settings_is_a_user_message()
    {
        (await InputOf(new ResponsesWebSocketPromptExecutionSettings { ChatSystemPrompt = "s" })).Should().Equal("system: s", "user: go");
        (await InputOf(new ResponsesWebSocketPromptExecutionSettings { ChatDeveloperPrompt = "d" })).Should().Equal("developer: d", "user: go");
    }

    [Fact]
    [Trait("Contract", "E8")]
    public async Task The_result_is_the_text_with_the_metadata_of_the_message()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("hello"));

        var text = (await harness.Service.GetTextContentsAsync("go", null, harness.Kernel, harness.Limit)).Should().ContainSingle().Subject;

        (text.Text, text.ModelId, text.InnerContent, text.Encoding).Should().Be(("hello", Harness.Model, "hello", Encoding.UTF8));
        text.Metadata!["FinishReason"].Should().Be("Stop");
    }

    [Fact]
    [Trait("Contract", "E9")]
    public async Task Streamed_text_is_one_content_per_chunk()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Deltas("hel", "lo"));
        var texts = new List<StreamingTextContent>();

        await foreach (var text in harness.Service.GetStreamingTextContentsAsync("go", null, harness.Kernel, harness.Limit))
        {
            texts.Add(text);
        }

        texts.Select(static text => text.Text).Should().Equal("", "hel", "lo", null, null);
        texts.Should().OnlyContain(static text => text.ModelId == Harness.Model && text.ChoiceIndex == 0 && text.InnerContent is StreamingChatMessageContent && text.Metadata!.ContainsKey("Usage"));
    }

    [Fact]
    [Trait("Contract", "E10")]
    public async Task Functions_are_invoked_for_text_as_well()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        harness.With("P", () => 1);

        var texts = await harness.Service.GetTextContentsAsync("go", Harness.Auto, harness.Kernel, harness.Limit);

        texts.Single().Text.Should().Be("done");
        harness.Creates.Should().HaveCount(2);
    }

    private static async Task<IReadOnlyList<string>> InputOf(PromptExecutionSettings? settings)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        await harness.Service.GetTextContentsAsync("go", settings, harness.Kernel, harness.Limit);
        return Canonical.Of(harness.LastCreate.Input());
    }
}
