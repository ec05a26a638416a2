using Microsoft.AspNetCore.Http;

namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Where neither a socket nor HTTP works, the clearer error is told; where the service served HTTP by an error, HTTP works.</summary>
public sealed class ClearerErrorTests
{
    private const string ServiceError = """{"error":{"message":"No.","type":"invalid_request_error","code":"its_word","param":null}}""";

    [Theory]
    [InlineData(403, 400, ServiceError, "its_word", true)]
    [InlineData(403, 422, ServiceError, "its_word", true)]
    [InlineData(200, 404, ServiceError, "its_word", false)]
    [InlineData(502, 503, ServiceError, "its_word", false)]
    [InlineData(403, 401, ServiceError, "its_word", false)]
    [InlineData(403, 403, "", null, false)]
    [InlineData(403, 400, "<html>", null, false)]
    [InlineData(404, 405, "", null, false)]
    public async Task What_came_of_the_request_is_told_and_opens_the_breaker_if_it_was_served(int upgrade, int post, string body, string? code, bool opens)
    {
        await using var server = await MisbehavingServer.StartAsync(context =>
        {
            context.Response.StatusCode = HttpMethods.IsPost(context.Request.Method) ? post : upgrade;
            return context.Response.WriteAsync(HttpMethods.IsPost(context.Request.Method) ? body : "<html>");
        });
        await using var client = server.Client(static options => options.Transport = ResponsesTransport.Auto, new ManualTime());

        var thrown = await FailsAsync<ResponseRefusedException>(client);
        (thrown.StatusCode, thrown.Code, thrown.Delivery).Should().Be(((HttpStatusCode)post, code, DeliveryState.Ambiguous));
        server.Requests.Select(static request => request.Route).Should().Equal("GET /v1/responses", "POST /v1/responses");
        client.GetStatistics().IsOverHttp.Should().Be(opens);
    }

    [Fact]
    public async Task A_refusal_says_more_than_a_request_that_never_got_out()
    {
        await using var server = await MisbehavingServer.StartAsync(403, null, "");
        using var http = new HttpMessageInvoker(new WithoutPosts());
        await using var client = server.Client(options => (options.Transport, options.HttpInvoker) = (ResponsesTransport.Auto, http), new ManualTime());

        var thrown = await FailsAsync<ResponseRefusedException>(client);
        (thrown.StatusCode, thrown.Delivery).Should().Be((HttpStatusCode.Forbidden, DeliveryState.NotSent));
        thrown.Message.Should().NotContain("Auto", "that is what was done");
    }

    [Fact]
    public async Task A_request_that_got_out_and_was_not_answered_is_what_is_told()
    {
        await using var server = await MisbehavingServer.StartAsync(static async context =>
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                context.Abort();
            }

            context.Response.StatusCode = 403;
        });
        await using var client = server.Client(static options => options.Transport = ResponsesTransport.Auto, new ManualTime());

        (await FailsAsync<ConnectionLostException>(client)).Delivery.Should().Be(DeliveryState.Ambiguous);
        client.GetStatistics().IsOverHttp.Should().BeFalse();
    }

    [Theory]
    [InlineData(true, new[] { "GET 1", "GET 2", "POST 3" })]
    [InlineData(false, new[] { "GET same", "POST same" })]
    public async Task Forbidden_asks_once_for_another_token_before_the_socket_is_given_up(bool changes, string[] asked)
    {
        var tokens = 0;
        await using var server = await MisbehavingServer.StartAsync(static context =>
        {
            context.Response.StatusCode = HttpMethods.IsPost(context.Request.Method) ? 200 : 403;
            return context.Response.WriteAsync(HttpMethods.IsPost(context.Request.Method) ? MisbehavingServer.CompletedEvent : "");
        });
        await using var client = server.Client(options =>
        {
            options.Transport = ResponsesTransport.Auto;
            options.ApiKey = null;
            options.AccessToken = _ => new(changes ? $"{++tokens}" : "same");
        });
        using var limit = TestTimeout.Start();
        await client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        server.Requests.Select(static request => $"{request.Route.Split(' ')[0]} {request.Token["Bearer ".Length..]}").Should().Equal(asked);
    }

    private static async Task<T> FailsAsync<T>(ResponsesWebSocketClient client)
        where T : Exception
    {
        using var limit = TestTimeout.Start();
        var turn = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);
        return (await turn.Should().ThrowAsync<T>()).Which;
    }

    /// <summary>A network that lets no request with a body out.</summary>
    private sealed class WithoutPosts() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Method == HttpMethod.Post ? throw new HttpRequestException("No route.") : base.SendAsync(request, cancellationToken);
    }
}
