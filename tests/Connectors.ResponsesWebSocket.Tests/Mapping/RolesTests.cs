namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Messages of each role on the wire.</summary>
public sealed class RolesTests
{
    [Fact]
    [Trait("Contract", "H2")]
    [Trait("Contract", "E1")]
    public async Task Every_role_is_sent_in_its_place_whatever_the_case_of_its_label()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var history = new ChatHistory
        {
            new(new AuthorRole("SYSTEM"), content: "s"),
            new(AuthorRole.Developer, content: "d"),
            new(AuthorRole.User, content: "u"),
            new(new AuthorRole("Assistant"), content: "a"),
            new(AuthorRole.System, content: "s2"),
            new(new AuthorRole("User"), content: "u2"),
        };

        await harness.AskAsync(history);

        Canonical.Of(harness.LastCreate.Input()).Should().Equal("system: s", "developer: d", "user: u", "assistant: a", "system: s2", "user: u2");
        harness.LastCreate.Has("instructions").Should().BeFalse("the service would not remember them (P7)");
    }

    [Fact]
    [Trait("Contract", "H2")]
    public async Task Another_role_is_refused_before_anything_is_sent()
    {
        await using var harness = await Harness.StartAsync();

        var asking = () => harness.AskAsync([new ChatMessageContent(new AuthorRole("narrator"), content: "once")]);

        await asking.Should().ThrowAsync<NotSupportedException>().WithMessage("Role narrator is not supported.");
        harness.Creates.Should().BeEmpty();
    }

    [Fact]
    [Trait("Contract", "H3")]
    public async Task A_system_message_is_its_first_text_and_without_text_it_is_an_error()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));

        await harness.AskAsync([new ChatMessageContent(AuthorRole.System, [new TextContent("first"), new TextContent("second")])]);
        var asking = () => harness.AskAsync([new ChatMessageContent(AuthorRole.System, content: null)]);

        Canonical.Of(harness.LastCreate.Input()).Should().Equal("system: first");
        await asking.Should().ThrowAsync<ArgumentNullException>();
    }

    [Fact]
    [Trait("Contract", "H12")]
    public async Task An_assistant_message_is_its_first_text_and_an_empty_one_is_not_sent()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var history = Harness.Said("u");
        history.Add(new ChatMessageContent(AuthorRole.Assistant, content: null));
        history.Add(new ChatMessageContent(AuthorRole.Assistant, content: ""));
        history.Add(new ChatMessageContent(AuthorRole.Assistant, [new ImageContent(new Uri("https://image.test/a.png")), new TextContent("a")]));
        history.AddUserMessage("u2");

        await harness.AskAsync(history);

        // Deviates from stock on purpose: an empty assistant message says nothing and would only cost a mismatch.
        Canonical.Of(harness.LastCreate.Input()).Should().Equal("user: u", "assistant: a", "user: u2");
    }

    [Fact]
    [Trait("Contract", "H23")]
    [Trait("Contract", "P6")]
    public async Task An_authors_name_is_not_sent()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));

        await harness.AskAsync([new ChatMessageContent(AuthorRole.User, content: "u") { AuthorName = "Ann Lee" }]);

        harness.LastCreate.Input().Should().ContainSingle().Which.GetRawText().Should().NotContain("Ann");
    }

    [Fact]
    [Trait("Contract", "N10")]
    public async Task A_refused_answer_goes_back_as_the_refusal_it_was()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Refusal("No."), Answers.Text("ok"));
        var history = Harness.Said("u");
        history.Add(await harness.AskAsync(history));
        history.AddUserMessage("please");

        await harness.AskAsync(history);

        harness.Plans[^1].Kind.Should().Be(Harness.Continued);
        harness.LastNew.Should().ContainSingle();
    }
}
