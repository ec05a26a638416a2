using Microsoft.AspNetCore.Http;

namespace ResponsesWebSocket.Client.Tests.Transport;

/// <summary>What came with a refusal is there to be read, on a socket's upgrade as on a request over HTTP.</summary>
public sealed class RefusedBodyTests
{
    private static readonly TimeSpan BodyLimit = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(ResponsesTransport.Http, "")]
    [InlineData(ResponsesTransport.WebSocket, "")]
    [InlineData(ResponsesTransport.Http, "<html>Täglich zu.</html>")]
    [InlineData(ResponsesTransport.WebSocket, "<html>Täglich zu.</html>")]
    [InlineData(ResponsesTransport.Http, """{ "reason" : "blocked" }""")]
    [InlineData(ResponsesTransport.WebSocket, """{ "reason" : "blocked" }""")]
    public async Task The_body_is_exactly_what_came(ResponsesTransport transport, string body)
    {
        await using var server = await MisbehavingServer.StartAsync(403, "text/html; charset=utf-8", body);

        (await RefusalOfAsync(server, transport)).Body.Should().Be(body);
    }

    [Fact]
    public async Task A_refused_upgrade_tells_the_services_error_and_what_to_do()
    {
        await using var server = await MisbehavingServer.StartAsync(
            401, "application/json", """{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", ("x-should-retry", "false"));
        var thrown = await RefusalOfAsync(server, ResponsesTransport.WebSocket);

        (thrown.StatusCode, thrown.Code, thrown.ErrorType, thrown.Delivery, thrown.IsTransient)
            .Should().Be((HttpStatusCode.Unauthorized, "invalid_api_key", "invalid_request_error", DeliveryState.NotSent, false));
        thrown.Message.Should().Contain("Check ApiKey.").And.Contain("Incorrect API key provided.");
        thrown.RawError.Should().Contain("invalid_api_key");
    }

    [Theory]
    [InlineData(ResponsesTransport.Http)]
    [InlineData(ResponsesTransport.WebSocket)]
    [Trait("Bug", "15 identity and isolation")]
    public async Task A_key_that_is_repeated_is_in_nothing_that_is_passed_on(ResponsesTransport transport)
    {
        await using var server = await MisbehavingServer.StartAsync(static context =>
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsync("{\"error\":{\"message\":\"I know no " + context.Request.Headers.Authorization + "!\"}}");
        });
        var thrown = await RefusalOfAsync(server, transport);

        thrown.Body.Should().Be("""{"error":{"message":"I know no Bearer …!"}}""");
        thrown.ToString().Should().Contain("I know no Bearer …!").And.NotContain("sk-test");
    }

    [Theory]
    [InlineData(ResponsesTransport.Http)]
    [InlineData(ResponsesTransport.WebSocket)]
    public async Task Of_a_huge_body_the_beginning_is_kept(ResponsesTransport transport)
    {
        await using var server = await MisbehavingServer.StartAsync(500, "text/plain", new string('x', 1_000_000));

        (await RefusalOfAsync(server, transport)).Body.Should().Be(new string('x', 64 * 1024));
    }

    [Fact]
    public async Task A_body_of_a_refused_upgrade_that_never_ends_is_given_up()
    {
        var time = new ManualTime();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await MisbehavingServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            asked.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
        });
        await using var client = server.Client(static options => (options.Transport, options.ConnectTimeout) = (ResponsesTransport.WebSocket, TimeSpan.FromHours(1)), time);
        using var limit = TestTimeout.Start();
        var turn = client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);
        await asked.Task.WaitAsync(limit.Token);
        await time.TimerAsync(static due => due == BodyLimit, limit.Token);
        time.Advance(BodyLimit);

        (await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>()).Which.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_handler_that_has_read_the_body_leaves_it_to_be_read()
    {
        await using var server = await MisbehavingServer.StartAsync(403, "text/plain", "Not from here.");
        using var invoker = new HttpClient(new ReadingHandler());

        (await RefusalOfAsync(server, ResponsesTransport.WebSocket, invoker)).Body.Should().Be("Not from here.");
    }

    private static async Task<ResponseRefusedException> RefusalOfAsync(MisbehavingServer server, ResponsesTransport transport, HttpMessageInvoker? invoker = null)
    {
        using var limit = TestTimeout.Start();
        await using var client = server.Client(options => (options.Transport, options.HttpInvoker) = (transport, invoker));
        var turn = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);
        var thrown = (await turn.Should().ThrowAsync<ResponseRefusedException>()).Which;
        server.Requests.Should().ContainSingle("neither turn nor socket is tried again without retries");
        return thrown;
    }

    private sealed class ReadingHandler() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            await answer.Content.ReadAsStringAsync(cancellationToken);
            return answer;
        }
    }
}
