using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace ResponsesWebSocket.Client.Tests.Transport;

/// <summary>Handshakes that come to nothing in other ways than by a refusal: the turn goes over HTTP within itself, and only where that can help.</summary>
public sealed class LostHandshakeTests
{
    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 101 Swi")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n")]
    [InlineData("no HTTP at all\r\n\r\n")]
    public async Task A_handshake_that_is_cut_or_answered_by_nonsense_sends_the_turn_over_HTTP(string begun)
    {
        await using var server = await MisbehavingServer.StartAsync(context => HttpMethods.IsPost(context.Request.Method) ? AnswerAsync(context) : CutAsync(context, begun));
        await using var client = Auto(server);
        using var limit = TestTimeout.Start();
        var first = await client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);
        var upgrades = server.Requests.Count(static request => request.Route.StartsWith("GET"));
        var second = await client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        new[] { first, second }.Should().OnlyContain(static turn => turn.Report.Transport == ResponsesTransport.Http && turn.Report.Sends == 1);
        server.Requests.Count(static request => request.Route.StartsWith("GET")).Should().Be(upgrades, "the breaker is open");
    }

    [Theory]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    [Trait("Bug", "15 identity and isolation")]
    public async Task An_upgrade_never_follows_a_redirect_to_the_same_origin_nor_to_another(HttpStatusCode status)
    {
        await using var other = await ResponsesEmulator.StartAsync(new EmulatorOptions());
        var emulator = new EmulatorOptions { RefuseUpgrade = status };
        await using var harness = await Harness.StartAsync(emulator, time: new ManualTime());
        foreach (var location in new[] { new Uri(harness.Emulator.Endpoint, "/v1/responses?moved=1"), new Uri(other.Endpoint, "/v1/responses") })
        {
            emulator.RefusalLocation = location;
            await using var client = harness.AnotherClient(time: new ManualTime());
            (await client.CreateAsync(Harness.Request(TestHistory.Asking("say one")), harness.Limit)).Report.Transport.Should().Be(ResponsesTransport.Http);
        }

        harness.Journal.RefusedUpgrades.Should().HaveCount(2);
        (other.Journal.Connections.Count, other.Journal.RefusedUpgrades.Count, other.Journal.Frames.Count).Should().Be((0, 0, 0));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(405)]
    [InlineData(502)]
    public async Task A_proxy_that_gives_no_tunnel_but_passes_requests_on_is_gone_through_by_HTTP(int status)
    {
        await using var proxy = await ProxyAsync(status);
        using var http = Through(proxy);
        await using var client = Auto(proxy, options => (options.HttpInvoker, options.Endpoint) = (http, new Uri("http://127.0.0.1:1/v1")));
        using var limit = TestTimeout.Start();
        var report = (await client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token)).Report;

        (report.Transport, report.Sends).Should().Be((ResponsesTransport.Http, 1));
        proxy.Requests.Select(static request => request.Route[..4]).Should().Equal("CONN", "POST");
    }

    [Fact]
    public async Task A_proxy_that_wants_credentials_is_told_at_once()
    {
        await using var proxy = await ProxyAsync(407);
        using var http = Through(proxy);
        await using var client = Auto(proxy, options => (options.HttpInvoker, options.Endpoint) = (http, new Uri("http://127.0.0.1:1/v1")));
        using var limit = TestTimeout.Start();
        var turn = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        (await turn.Should().ThrowAsync<ConnectionLostException>()).WithMessage("*407*credentials*").Which.IsTransient.Should().BeFalse();
        proxy.Requests.Should().OnlyContain(static request => request.Route.StartsWith("CONNECT"));
    }

    [Theory]
    [InlineData(ResponsesTransport.Auto)]
    [InlineData(ResponsesTransport.WebSocket)]
    [InlineData(ResponsesTransport.Http)]
    public async Task A_certificate_that_is_not_trusted_is_told_at_once_after_one_connection(ResponsesTransport transport)
    {
        using var certificate = OwnHandlerTests.SelfMade("CN=127.0.0.1");
        await using var server = await MisbehavingServer.StartAsync(AnswerAsync, certificate);
        var connections = 0;
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = OwnHandlerTests.Counting(() => connections++) });
        // The clock stands still: a pause before another try would never end.
        await using var client = server.Client(options => (options.Transport, options.HttpInvoker, options.MaxRetries) = (transport, http, 2), new ManualTime());
        using var limit = TestTimeout.Start();
        var turn = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        var thrown = (await turn.Should().ThrowAsync<ConnectionLostException>()).WithMessage("*certificate*Endpoint*HttpInvoker*").Which;
        (thrown.IsTransient, thrown.Delivery).Should().Be((false, DeliveryState.NotSent));
        connections.Should().Be(1);
    }

    [Fact]
    public async Task A_socket_that_was_opened_meanwhile_is_not_given_up()
    {
        var refuse = new PlannedFault(new() { Connection = 1 }, new FaultEffect.RefuseUpgrade(403));
        await using var harness = await Harness.StartAsync(new EmulatorOptions { FaultPlan = new([refuse]) }, time: new ManualTime());
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var refused = harness.BeginAsync(TestHistory.Asking("say refused"));
        await held.Reached;
        var other = (await harness.TurnAsync(TestHistory.Asking("say other"))).Report;
        held.Release();

        (await refused).Report.Transport.Should().Be(ResponsesTransport.Http);
        other.Transport.Should().Be(ResponsesTransport.WebSocket);
        harness.Client.GetStatistics().IsOverHttp.Should().BeFalse();
    }

    private static ResponsesWebSocketClient Auto(MisbehavingServer server, Action<ResponsesWebSocketOptions>? configure = null) => server.Client(
        options =>
        {
            options.Transport = ResponsesTransport.Auto;
            configure?.Invoke(options);
        },
        new ManualTime());

    private static Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        return context.Response.WriteAsync(MisbehavingServer.CompletedEvent);
    }

    private static async Task CutAsync(HttpContext context, string begun)
    {
        await context.Features.Get<IConnectionSocketFeature>()!.Socket.SendAsync(Encoding.ASCII.GetBytes(begun));
        context.Abort();
    }

    private static Task<MisbehavingServer> ProxyAsync(int status) => MisbehavingServer.StartAsync(context =>
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            return AnswerAsync(context);
        }

        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    private static HttpMessageInvoker Through(MisbehavingServer proxy) =>
        new(new SocketsHttpHandler { Proxy = new WebProxy(proxy.Endpoint.Host, proxy.Endpoint.Port), AllowAutoRedirect = false });
}
