using System.Net;

namespace Connectors.ResponsesWebSocket.Tests.Failures;

/// <summary>E1 and bad input: a typed error that says what to change, and the service goes on working.</summary>
public sealed class BadInputTests
{
    [Fact]
    [Trait("Acceptance", "06")]
    public async Task E1_A_null_history_is_refused_and_in_streams_on_the_first_step()
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

    [Fact]
    [Trait("Acceptance", "06")]
    public async Task E1_An_empty_history_is_sent()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));

        await harness.AskAsync(new ChatHistory());

        harness.LastCreate.Input().Should().BeEmpty();
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("", false)]
    public async Task H18_A_result_without_the_id_of_its_call_is_refused_before_anything_is_sent(string? callId, bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var history = Harness.Said("go");
        history.Add(new FunctionResultContent("Forecast", "P", callId, "rain").ToChatMessage());

        var asking = () => harness.AnswerAsync(history, streaming);

        await asking.Should().ThrowAsync<ArgumentException>().WithMessage("*'Forecast' has no CallId*");
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

        var asking = () => harness.AnswerAsync(Harness.Said(new string('x', 3000)), streaming);

        var thrown = (await asking.Should().ThrowAsync<HttpOperationException>()).Which;
        thrown.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        thrown.Message.Should().Contain("MaxFrameBytes").And.Contain("Shorten the history");
        thrown.InnerException.Should().BeOfType<RequestTooLargeException>();
        (await harness.AskAsync("again")).Content.Should().Be("ok");
    }
}
