using Microsoft.AspNetCore.Http;

namespace ResponsesWebSocket.Client.Tests.Transport;

public sealed class RefusedRequestTests
{
    private static readonly TimeSpan BodyLimit = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("""{"error":{"message":"No.","type":"invalid_request_error","code":"bad","param":"model"}}""", "No.", "bad", "invalid_request_error")]
    [InlineData("""{"error":{"message":"No.","code":null}}""", "No.", null, null)]
    [InlineData("""{"code":"bad","message":"No."}""", "No.", "bad", null)]
    [InlineData("""{"detail":"No."}""", "No.", null, null)]
    [InlineData("""{"error":"No."}""", "No.", null, null)]
    [InlineData("", "no error that could be read", null, null)]
    [InlineData("<html>No.</html>", "no error that could be read", null, null)]
    [InlineData("[1]", "no error that could be read", null, null)]
    public async Task Every_shape_of_error_tells_what_it_holds(string body, string message, string? code, string? type)
    {
        await using var server = await MisbehavingServer.StartAsync(400, "application/json", body);
        var thrown = await RefusalOfAsync(server);

        (thrown.StatusCode, thrown.Code, thrown.ErrorType, thrown.IsTransient, thrown.Delivery).Should().Be((HttpStatusCode.BadRequest, code, type, false, DeliveryState.Ambiguous));
        thrown.Message.Should().Contain(message).And.Contain("400");
    }

    [Theory]
    [InlineData(408, true)]
    [InlineData(413, false)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    public async Task The_status_says_whether_it_may_pass(int status, bool transient)
    {
        // The body's own status is that of another server.
        await using var server = await MisbehavingServer.StartAsync(status, "application/json", """{"status":200,"error":{"message":"No."}}""");
        var thrown = await RefusalOfAsync(server);

        (thrown.StatusCode, thrown.IsTransient).Should().Be(((HttpStatusCode)status, transient));
        server.Requests.Should().ContainSingle("a refusal is not tried again behind the caller's back");
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Sun, 01 Nov 2026 12:01:30 GMT", 90)]
    [InlineData("Sun, 01 Nov 2026 11:00:00 GMT", 0)]
    public async Task The_wait_is_that_of_the_header(string retryAfter, int seconds)
    {
        await using var server = await MisbehavingServer.StartAsync(429, "application/json", "{}", ("Retry-After", retryAfter));

        (await RefusalOfAsync(server, time: new ManualTime())).RetryAfter.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task A_body_that_never_ends_is_given_up()
    {
        var time = new ManualTime();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await MisbehavingServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 503;
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            asked.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
        });
        await using var client = server.Client(static options => (options.ConnectTimeout, options.FirstEventTimeout) = (Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), time);
        using var limit = TestTimeout.Start();
        var turn = client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);
        await asked.Task.WaitAsync(limit.Token);
        await time.TimerAsync(static due => due == BodyLimit, limit.Token);
        time.Advance(BodyLimit);

        (await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>()).Which.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_huge_body_is_not_kept()
    {
        await using var server = await MisbehavingServer.StartAsync(500, "application/json", "{\"error\":{\"message\":\"" + new string('x', 1_000_000) + "\"}}");

        var thrown = await RefusalOfAsync(server);
        thrown.RawError.Should().BeNull();
        thrown.Message.Length.Should().BeLessThan(1000);
    }

    [Fact]
    [Trait("Bug", "15 identity and isolation")]
    public async Task A_key_that_the_answer_repeats_is_not_passed_on()
    {
        await using var server = await MisbehavingServer.StartAsync(static context =>
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsync("{\"error\":{\"message\":\"I know no " + context.Request.Headers.Authorization + "!\"}}");
        });
        var thrown = await RefusalOfAsync(server);

        thrown.ToString().Should().Contain("I know no Bearer …!").And.NotContain("sk-test");
        thrown.RawError.Should().NotContain("sk-test");
    }

    [Theory]
    [InlineData(ResponsesTransport.Http, 307)]
    [InlineData(ResponsesTransport.Http, 308)]
    [InlineData(ResponsesTransport.Http, 302)]
    [InlineData(ResponsesTransport.WebSocket, 302)]
    [InlineData(ResponsesTransport.WebSocket, 307)]
    [Trait("Bug", "15 identity and isolation")]
    public async Task A_redirect_is_not_followed(ResponsesTransport transport, int status)
    {
        await using var elsewhere = await MisbehavingServer.StreamingAsync(MisbehavingServer.CompletedEvent);
        await using var server = await MisbehavingServer.StartAsync(status, null, "", ("Location", elsewhere.Endpoint + "/responses"));
        var thrown = await RefusalOfAsync(server, options => options.Transport = transport);

        thrown.StatusCode.Should().Be((HttpStatusCode)status);
        thrown.Message.Should().Contain("Endpoint");
        elsewhere.Requests.Should().BeEmpty("neither key nor conversation may go to another place");
    }

    [Fact]
    public async Task A_service_that_thinks_before_it_answers_is_waited_for()
    {
        using var limit = TestTimeout.Start();
        var time = new ManualTime();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await MisbehavingServer.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            asked.SetResult();
            await answer.Task;
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(MisbehavingServer.CompletedEvent);
        });
        await using var client = server.Client(
            static options =>
            {
                options.ConnectTimeout = TimeSpan.FromSeconds(5);
                (options.FirstEventTimeout, options.InterEventTimeout) = (Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            },
            time);
        var turn = client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);
        await asked.Task.WaitAsync(limit.Token);
        await Disarmed(time, limit.Token);
        time.Advance(TimeSpan.FromMinutes(10));
        answer.SetResult();

        (await turn).Text.Should().Be("one");
    }

    /// <summary>The server may have the body before the client knows that it is on its way.</summary>
    private static async Task Disarmed(ManualTime time, CancellationToken limit)
    {
        while (time.HasDue)
        {
            limit.ThrowIfCancellationRequested();
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private static async Task<ResponseRefusedException> RefusalOfAsync(MisbehavingServer server, Action<ResponsesWebSocketOptions>? configure = null, TimeProvider? time = null)
    {
        using var limit = TestTimeout.Start();
        await using var client = server.Client(configure, time);
        var turn = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);
        return (await turn.Should().ThrowAsync<ResponseRefusedException>()).Which;
    }
}
