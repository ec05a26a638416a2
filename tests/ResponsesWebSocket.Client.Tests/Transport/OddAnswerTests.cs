using Microsoft.AspNetCore.Http;

namespace ResponsesWebSocket.Client.Tests.Transport;

/// <summary>Successful answers that are not quite what the service sends.</summary>
public sealed class OddAnswerTests
{
    [Theory]
    [InlineData("data: [DONE]\n\n")]
    [InlineData(": keep-alive\n\n")]
    [InlineData("event: ping\ndata:\n\n")]
    [InlineData("id: 7\nretry: 1000\n\n")]
    public async Task What_is_no_event_of_a_turn_is_passed_over(string noise)
    {
        await using var server = await MisbehavingServer.StreamingAsync("\uFEFF" + noise + MisbehavingServer.CompletedEvent + noise);

        (await TurnAsync(server)).Text.Should().Be("one");
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Lines_may_end_in_any_way(string end)
    {
        await using var server = await MisbehavingServer.StreamingAsync(MisbehavingServer.CompletedEvent.Replace("\n", end));

        (await TurnAsync(server)).Text.Should().Be("one");
    }

    [Fact]
    public async Task An_event_may_lie_on_several_lines()
    {
        await using var server = await MisbehavingServer.StreamingAsync(MisbehavingServer.CompletedEvent.Replace(",\"response\"", ",\ndata: \"response\""));

        (await TurnAsync(server)).Text.Should().Be("one");
    }

    [Fact]
    public async Task A_stream_without_a_content_type_is_read_as_events()
    {
        await using var server = await MisbehavingServer.StartAsync(200, null, MisbehavingServer.CompletedEvent);

        (await TurnAsync(server)).Text.Should().Be("one");
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/vnd.gateway+json")]
    public async Task A_response_that_was_not_streamed_counts_as_its_terminal_event(string contentType)
    {
        await using var server = await MisbehavingServer.StartAsync(200, contentType, Whole("completed"));
        var result = await TurnAsync(server);

        (result.Id, result.Status, result.Text).Should().Be(("resp_1", TurnStatus.Completed, "one"));
    }

    [Fact]
    public async Task A_response_that_was_cut_short_and_not_streamed_is_incomplete()
    {
        await using var server = await MisbehavingServer.StartAsync(200, "application/json", Whole("incomplete"));

        (await TurnAsync(server)).Status.Should().Be(TurnStatus.Incomplete);
    }

    [Theory]
    [InlineData("""{"id":"resp_1","object":"response","status":"failed","error":{"code":"server_error","message":"It broke."}}""")]
    [InlineData("""{"error":{"code":"server_error","message":"It broke."}}""")]
    public async Task A_failure_in_a_successful_answer_is_a_refusal(string body)
    {
        await using var server = await MisbehavingServer.StartAsync(200, "application/json", body);
        var turn = () => TurnAsync(server);

        var thrown = (await turn.Should().ThrowAsync<ResponseRefusedException>()).Which;
        (thrown.Code, thrown.IsTransient).Should().Be(("server_error", true));
    }

    [Theory]
    [InlineData("application/json", """{"id":"resp_1","object":"response","status":"in_progress"}""", "in_progress")]
    [InlineData("application/json", """{"hello":"world"}""", "neither a response nor an error")]
    [InlineData("application/json", "{\"object\":", "JSON")]
    [InlineData("application/json", "[]", "JSON")]
    [InlineData("application/json", "", "JSON")]
    [InlineData("text/html", "<html>Sign in</html>", "text/html")]
    [InlineData("text/event-stream", "data: <html>\n\n", "no message of the protocol")]
    public async Task What_is_no_answer_of_this_API_says_what_to_check(string contentType, string body, string reason)
    {
        await using var server = await MisbehavingServer.StartAsync(200, contentType, body);
        var turn = () => TurnAsync(server);

        (await turn.Should().ThrowAsync<ProtocolViolationException>()).Which.Message.Should().Contain(reason).And.NotContain("Sign in");
    }

    [Theory]
    [InlineData("")]
    [InlineData("""data: {"type":"response.created","response":{"id":"resp_1"}}""" + "\n\n")]
    [InlineData("""data: {"type":"response.completed","response":{"id":"resp_1"}}""")]
    [Trait("Bug", "14 repeated text or silent truncation")]
    public async Task A_stream_that_ends_without_its_terminal_event_is_no_success(string body)
    {
        await using var server = await MisbehavingServer.StreamingAsync(body);
        var turn = () => TurnAsync(server);

        (await turn.Should().ThrowAsync<ConnectionLostException>()).Which.Message.Should().Contain("ended");
    }

    /// <summary>Only a connection whose answer was read to its end can be used again.</summary>
    [Fact]
    public async Task The_end_behind_the_terminal_event_is_waited_for_while_turns_go_on()
    {
        var ending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var turns = 0;
        await using var server = await MisbehavingServer.StartAsync(async context =>
        {
            var isFirst = Interlocked.Increment(ref turns) == 1;
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(MisbehavingServer.CompletedEvent);
            await context.Response.Body.FlushAsync();
            if (isFirst)
            {
                await ending.Task;
                seen.SetResult(!context.RequestAborted.IsCancellationRequested);
            }
        });
        await using var client = server.Client(time: new ManualTime());
        using var limit = TestTimeout.Start();
        for (var turn = 1; turn <= 20; turn++)
        {
            await client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);
        }

        ending.SetResult();
        (await seen.Task.WaitAsync(limit.Token)).Should().BeTrue("the client still reads");
    }

    private static string Whole(string status) =>
        $$"""{"id":"resp_1","object":"response","status":"{{status}}","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"one"}]}]}""";

    private static async Task<TurnResult> TurnAsync(MisbehavingServer server)
    {
        using var limit = TestTimeout.Start();
        await using var client = server.Client();
        return await client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);
    }
}
