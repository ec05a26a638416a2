using System.Net.Sockets;

namespace ResponsesWebSocket.Client.Tests.Transport;

public sealed class UpgradeTests
{
    [Theory]
    [InlineData(HttpStatusCode.OK, false, "no WebSocket there*Auto or Http")]
    [InlineData(HttpStatusCode.NoContent, false, "no WebSocket there*Auto or Http")]
    [InlineData(HttpStatusCode.TemporaryRedirect, false, "final address*Auto or Http")]
    [InlineData(HttpStatusCode.BadRequest, false, "proxy*Endpoint*Auto or Http")]
    [InlineData(HttpStatusCode.Unauthorized, false, "ApiKey")]
    [InlineData(HttpStatusCode.Forbidden, false, "no WebSocket*key*Auto or Http")]
    [InlineData(HttpStatusCode.NotFound, false, "Endpoint")]
    [InlineData(HttpStatusCode.UpgradeRequired, false, "Endpoint*Auto or Http")]
    [InlineData(HttpStatusCode.ProxyAuthenticationRequired, false, "credentials")]
    [InlineData(HttpStatusCode.TooManyRequests, true, "Wait")]
    [InlineData(HttpStatusCode.BadGateway, true, "proxy*Auto or Http")]
    [InlineData(HttpStatusCode.ServiceUnavailable, true, "status page")]
    [Trait("Bug", "R5 refused upgrade without an outcome of its own")]
    public async Task A_refused_upgrade_throws_with_its_status_and_an_advice(HttpStatusCode status, bool transient, string advice)
    {
        var options = new EmulatorOptions { RefuseUpgrade = status, RetryAfter = TimeSpan.FromSeconds(9) };
        await using var harness = await Harness.StartAsync(
            options,
            static client => (client.Transport, client.ConnectRetries, client.MaxRetryAfter) = (ResponsesTransport.WebSocket, 0, TimeSpan.Zero));
        var refused = () => harness.TurnAsync(TestHistory.Asking("say one"));

        var thrown = (await refused.Should().ThrowAsync<ResponseRefusedException>()).Which;
        (thrown.StatusCode, thrown.IsTransient, thrown.RetryAfter).Should().Be((status, transient, TimeSpan.FromSeconds(9)));
        thrown.Delivery.Should().Be(DeliveryState.NotSent);
        thrown.Message.Should().Match($"HTTP {(int)status} *{advice}*");
        harness.Journal.RefusedUpgrades.Should().ContainSingle("a refusal is not tried again behind the caller's back");

        options.RefuseUpgrade = null;
        (await harness.TurnAsync(TestHistory.Asking("say one"))).Text.Should().Be("one");
    }

    [Fact]
    public async Task A_wrong_key_is_refused_by_the_service()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.ApiKey = "wrong-key-1234");
        var refused = () => harness.TurnAsync(TestHistory.Asking("say one"));

        (await refused.Should().ThrowAsync<ResponseRefusedException>()).Which.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(ResponsesTransport.Auto)]
    [InlineData(ResponsesTransport.Http)]
    public async Task With_nothing_listening_the_connection_counts_as_lost_and_nothing_as_sent(ResponsesTransport transport)
    {
        using var port = new ReservedPort();
        await using var harness = await BothTransports.StartAsync(transport, new EmulatorOptions { Port = port.Number }, static options => options.ConnectRetries = 0);
        await harness.Emulator.DisposeAsync();
        var unheard = () => harness.TurnAsync(TestHistory.Asking("say one"));

        var thrown = (await unheard.Should().ThrowAsync<ConnectionLostException>()).Which;
        (thrown.Delivery, thrown.IsTransient).Should().Be((DeliveryState.NotSent, true));
        thrown.Message.Should().Contain("127.0.0.1");
    }

    /// <summary>Over HTTP it is the handshake of TLS that is never answered.</summary>
    [Theory]
    [InlineData(ResponsesTransport.WebSocket, "http")]
    [InlineData(ResponsesTransport.Http, "https")]
    [Trait("Bug", "R11 abort disguised as cancellation")]
    public async Task A_server_that_never_answers_is_given_up_at_the_timeout_and_nothing_counts_as_sent(ResponsesTransport transport, string scheme)
    {
        using var limit = TestTimeout.Start();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var time = new ManualTime();
        await using var client = new ResponsesWebSocketClient(
            new()
            {
                Endpoint = new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/v1"),
                Transport = transport,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                ConnectRetries = 0,
            },
            timeProvider: time);
        var turn = client.CreateAsync(Harness.Request(TestHistory.Asking("say one")), limit.Token);
        using var accepted = await silent.AcceptTcpClientAsync(limit.Token);
        turn.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(5));

        var thrown = (await turn.Awaiting(static t => t).Should().ThrowAsync<ConnectionLostException>()).Which;
        thrown.Message.Should().Contain("ConnectTimeout");
        (thrown.Delivery, thrown.IsTransient).Should().Be((DeliveryState.NotSent, true));
    }

    [Fact]
    public async Task Cancelling_while_the_socket_is_opened_is_no_timeout()
    {
        using var limit = TestTimeout.Start();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var client = new ResponsesWebSocketClient(new() { Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/v1") });
        using var cancellation = new CancellationTokenSource();
        var turn = client.CreateAsync(Harness.Request(TestHistory.Asking("say one")), cancellation.Token);
        using var accepted = await silent.AcceptTcpClientAsync(limit.Token);
        await cancellation.CancelAsync();

        await turn.Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Key_organisation_project_and_own_headers_travel_with_the_upgrade_once()
    {
        await using var harness = await Harness.StartTalkingAsync(static options =>
        {
            options.Organization = "org-1";
            options.Project = "proj-1";
            options.Headers["X-Own"] = "mine";
            options.Headers["openai-project"] = "proj-2";
        });
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        await harness.SayAsync(history, "say two");

        var headers = harness.Journal.Connections.Single().Headers;
        headers["Authorization"].Should().EndWith("-key");
        (headers["OpenAI-Organization"], headers["OpenAI-Project"], headers["X-Own"]).Should().Be(("org-1", "proj-2", "mine"));
    }

    [Fact]
    public async Task The_applications_own_handlers_see_the_upgrade()
    {
        using var counting = new CountingHandler();
        using var http = new HttpClient(counting, disposeHandler: false);
        await using var harness = await Harness.StartTalkingAsync(options => options.HttpInvoker = http);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        await harness.SayAsync(history, "say two");
        await harness.Client.DisposeAsync();

        counting.Requests.Should().Equal("/v1/responses");
        using var answer = await http.GetAsync(harness.Emulator.Endpoint, harness.Limit);
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound, "the client leaves the application's HttpClient usable");
    }

    private sealed class CountingHandler() : DelegatingHandler(new SocketsHttpHandler())
    {
        public List<string> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request.RequestUri!.AbsolutePath);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
