using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class ChatContentTests
{
    [Fact]
    public void A_history_survives_json()
    {
        var history = new ChatHistory("be brief");
        history.AddUserMessage(
        [
            new TextContent("look"),
            new ImageContent(new byte[] { 1, 2 }, "image/png"),
            new ImageContent(new Uri("https://example.org/a.png")),
        ]);
        history.Add(new ChatMessageContent(AuthorRole.Assistant, [new FunctionCallContent("F", "P", "c1", new() { ["a"] = "1" })], "m"));
        history.Add(new FunctionResultContent("F", "P", "c1", "done").ToChatMessage());
        history.AddMessage(AuthorRole.Assistant, "bye", metadata: new Dictionary<string, object?> { ["k"] = "v" });

        var copy = JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(history))!;

        copy.Select(message => (message.Role, message.Content)).Should().Equal(history.Select(message => (message.Role, message.Content)));
        copy[1].Items[1].Should().BeOfType<ImageContent>().Which.Data!.Value.ToArray().Should().Equal(1, 2);
        copy[1].Items[2].Should().BeOfType<ImageContent>().Which.Uri.Should().Be(new Uri("https://example.org/a.png"));
        copy[2].ModelId.Should().Be("m");
        var call = copy[2].Items.Single().Should().BeOfType<FunctionCallContent>().Subject;
        (call.Id, call.PluginName, call.FunctionName, call.Arguments!["A"]!.ToString()).Should().Be(("c1", "P", "F", "1"));
        var result = copy[3].Items.Single().Should().BeOfType<FunctionResultContent>().Subject;
        result.CallId.Should().Be("c1");
        result.Result.Should().BeOfType<JsonElement>().Which.GetString().Should().Be("done");
        copy[4].Metadata!["k"]!.ToString().Should().Be("v");
    }

    [Fact]
    public void Items_are_written_with_their_type()
    {
        var json = JsonSerializer.SerializeToElement(new ChatMessageContent(AuthorRole.User, "hi"));

        var item = json.GetProperty("Items").EnumerateArray().Single();
        item.GetProperty("$type").GetString().Should().Be("TextContent");
        item.GetProperty("Text").GetString().Should().Be("hi");
    }

    [Fact]
    public void Roles_ignore_case()
    {
        new AuthorRole("USER").Should().Be(AuthorRole.User);
        (AuthorRole.User == AuthorRole.Tool).Should().BeFalse();
        new AuthorRole("USER").GetHashCode().Should().Be(AuthorRole.User.GetHashCode());
        AuthorRole.Developer.ToString().Should().Be("developer");
        FluentActions.Invoking(() => new AuthorRole(" ")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Content_is_the_first_text_item()
    {
        var message = new ChatMessageContent(AuthorRole.User, [new FunctionCallContent("F"), new TextContent("one"), new TextContent("2")]);

        message.Content.Should().Be("one");
        message.Content = "changed";

        message.Items.OfType<TextContent>().Select(item => item.Text).Should().Equal("changed", "2");
        message.ToString().Should().Be("changed");
    }

    [Fact]
    public void Setting_content_of_a_message_without_text_appends_an_item()
    {
        var message = new ChatMessageContent(AuthorRole.User, content: null);
        message.Items.Should().BeEmpty();
        message.Content.Should().BeNull();

        message.Content = "new";

        message.Items.Should().ContainSingle().Which.Should().BeOfType<TextContent>().Which.Text.Should().Be("new");
    }

    [Fact]
    public void A_chunk_without_text_is_an_empty_text()
    {
        var chunk = new StreamingChatMessageContent(AuthorRole.Assistant, content: null);

        chunk.Items.Should().BeEmpty();
        chunk.Content.Should().BeNull();
        chunk.ToString().Should().BeEmpty();
        chunk.ToByteArray().Should().BeEmpty();
        new StreamingChatMessageContent(null, "ü").ToByteArray().Should().Equal(0xC3, 0xBC);
    }

    [Fact]
    public void Collections_of_items_refuse_null()
    {
        new ChatMessageContentItemCollection().Invoking(items => items.Add(null!)).Should().Throw<ArgumentNullException>();
        new StreamingKernelContentItemCollection().Invoking(items => items.Add(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void A_history_edits_like_a_list()
    {
        ChatHistory history = [new(AuthorRole.User, "a"), new(AuthorRole.User, "b"), new(AuthorRole.User, "c")];
        history.Insert(0, new(AuthorRole.System, "s"));
        history.RemoveRange(1, 2);

        history.Select(message => message.Content).Should().Equal("s", "c");
    }

    [Fact]
    public async Task A_single_reply_is_expected_of_the_singular_extension()
    {
        (await new EchoService().GetChatMessageContentAsync("hi")).Content.Should().Be("hi");
        await new EchoService { Replies = 2 }.Invoking(s => s.GetChatMessageContentAsync("hi"))
            .Should().ThrowAsync<InvalidOperationException>();
    }
}
