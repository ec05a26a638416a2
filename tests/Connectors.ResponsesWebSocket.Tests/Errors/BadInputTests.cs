using System.Net;

namespace Connectors.ResponsesWebSocket.Tests.Errors;

/// <summary>Bad input: a typed error that says what to change, and the service goes on working.</summary>
public sealed class BadInputTests
{
    [Fact]
    [Trait("Contract", "E1")]
    public async Task A_null_history_is_refused_and_in_streams_on_the_first_step()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));

        var asking = () => harness.Service.GetChatMessageContentsAsync(null!, null, harness.Kernel, harness.Limit);
        var stream = harness.Service.GetStreamingChatMessageContentsAsync(null!, null, harness.Kernel, harness.Limit);
        await using var chunks = stream.GetAsyncEnumerator(harness.Limit);
        var moving = async () => await chunks.MoveNextAsync();

        await asking.Should().ThrowAsync<ArgumentNullException>();
        await moving.Should().ThrowAsync<ArgumentNullException>();
        (await harness.AskAsync("again")).Content.Should().Be("ok");
    }

    /// <summary>As in the stock connector: no request goes out that the service would refuse.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "E1")]
    public async Task An_empty_history_is_refused_before_anything_is_sent(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));

        var asking = () => harness.AnswerAsync([], streaming);

        await asking.Should().ThrowAsync<ArgumentException>().WithMessage("Value cannot be an empty collection*");
        harness.Creates.Should().BeEmpty();
        (await harness.AskAsync("again")).Content.Should().Be("ok");
    }

    [Fact]
    [Trait("Contract", "E1")]
    public async Task An_empty_history_is_sent_where_the_settings_have_a_prompt()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));

        var answer = await harness.AskAsync([], new ResponsesWebSocketPromptExecutionSettings { ChatSystemPrompt = "Be brief." });

        answer.Content.Should().Be("ok");
        harness.LastCreate.Input().Should().ContainSingle().Which.Text("role").Should().Be("system");
    }

    [Theory]
    [MemberData(nameof(SayingNothing))]
    [Trait("Contract", "H5")]
    public async Task A_message_of_the_user_that_says_nothing_is_refused_before_anything_is_sent(ChatMessageContent message, bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var history = new ChatHistory("Be brief.") { message };

        var asking = () => harness.AnswerAsync(history, streaming);

        await asking.Should().ThrowAsync<ArgumentException>();
        harness.Creates.Should().BeEmpty();
        history.Should().HaveCount(2, "nothing is changed by a call that was refused");
        (await harness.AskAsync("again")).Content.Should().Be("ok");
    }

    public static TheoryData<ChatMessageContent, bool> SayingNothing
    {
        get
        {
            var data = new TheoryData<ChatMessageContent, bool>();
            foreach (var streaming in new[] { false, true })
            {
                data.Add(new ChatMessageContent(AuthorRole.User, (string?)null), streaming);
                data.Add(new ChatMessageContent(AuthorRole.User, new ChatMessageContentItemCollection()), streaming);
                data.Add(new ChatMessageContent(AuthorRole.User, [new TextContent(null)]), streaming);
                data.Add(new ChatMessageContent(AuthorRole.User, [new TextContent("look"), new TextContent(null)]), streaming);
            }

            return data;
        }
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [Trait("Contract", "H18")]
    public async Task A_result_without_the_id_of_its_call_is_refused_before_anything_is_sent(string? callId, bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var history = Harness.Said("go");
        history.Add(new FunctionResultContent("Forecast", "P", callId, "rain").ToChatMessage());

        var asking = () => harness.AnswerAsync(history, streaming);

        await asking.Should().ThrowAsync<ArgumentNullException>().WithParameterName("toolCallId");
        harness.Creates.Should().BeEmpty();
        (await harness.AskAsync("again")).Content.Should().Be("ok");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_history_too_large_for_a_frame_says_what_to_change(bool streaming)
    {
        await using var harness = await Harness.StartAsync(
            Answers.Script(Answers.Text("ok")), static options => (options.Transport, options.MaxFrameBytes) = (ResponsesTransport.WebSocket, 2000));

        var told = await ToldFailure.OfAsync(harness, streaming, new string('x', 3000));

        told.Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        told.Message.Should().Contain("MaxFrameBytes").And.Contain("Shorten the history");
        told.Inner.Should().BeOfType<RequestTooLargeException>();
        (await harness.AskAsync("again")).Content.Should().Be("ok");
    }
}
