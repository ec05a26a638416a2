using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ResponsesWebSocket.Client.Tests.Transport;

/// <summary>Both transports take proxies, authorities and client certificates as an application's HttpClient has them.</summary>
public sealed class OwnHandlerTests
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(1);

    public static TheoryData<ResponsesTransport> Transports => [ResponsesTransport.WebSocket, ResponsesTransport.Http];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task An_authority_of_ones_own_is_trusted_when_the_handler_trusts_it(ResponsesTransport transport)
    {
        using var certificate = SelfMade("CN=127.0.0.1");
        await using var server = await MisbehavingServer.StartAsync(AnswerAsync, certificate);
        using var http = new HttpClient(Trusting(certificate));
        await using var client = server.Client(options => (options.Transport, options.HttpInvoker) = (transport, http));
        using var limit = TestTimeout.Start();

        (await client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token)).Text.Should().Be("one");
        server.Endpoint.Scheme.Should().Be("https");
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task An_unknown_authority_is_refused_and_nothing_is_sent(ResponsesTransport transport)
    {
        using var certificate = SelfMade("CN=127.0.0.1");
        await using var server = await MisbehavingServer.StartAsync(AnswerAsync, certificate);
        await using var client = server.Client(options => options.Transport = transport);
        using var limit = TestTimeout.Start();
        var turn = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        (await turn.Should().ThrowAsync<ConnectionLostException>()).Which.Delivery.Should().Be(DeliveryState.NotSent);
        server.Requests.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_client_certificate_is_shown(ResponsesTransport transport)
    {
        using var certificate = SelfMade("CN=127.0.0.1");
        using var own = SelfMade("CN=the application");
        var shown = "";
        await using var server = await MisbehavingServer.StartAsync(
            context =>
            {
                shown = context.Connection.ClientCertificate?.Subject ?? "";
                return AnswerAsync(context);
            },
            certificate,
            askForCertificate: true);
        var handler = Trusting(certificate);
        handler.SslOptions.ClientCertificates = [own];
        using var http = new HttpMessageInvoker(handler);
        await using var client = server.Client(options => (options.Transport, options.HttpInvoker) = (transport, http));
        using var limit = TestTimeout.Start();
        await client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        shown.Should().Be("CN=the application");
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Bug", "15 identity and isolation")]
    public async Task A_proxy_is_asked_for_a_way_and_its_refusal_means_that_nothing_was_sent(ResponsesTransport transport)
    {
        await using var proxy = await MisbehavingServer.StartAsync(403, null, "");
        using var http = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(proxy.Endpoint.Host, proxy.Endpoint.Port) });
        await using var client = proxy.Client(options => (options.Transport, options.HttpInvoker, options.Endpoint) = (transport, http, new Uri("https://service.example/v1")));
        using var limit = TestTimeout.Start();
        var turn = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        (await turn.Should().ThrowAsync<ConnectionLostException>()).Which.Delivery.Should().Be(DeliveryState.NotSent);
        proxy.Requests.Should().OnlyContain(static request => request.Route.StartsWith("CONNECT") && request.Token == "").And.NotBeEmpty();
    }

    private static SocketsHttpHandler Trusting(X509Certificate2 authority) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };

    /// <summary>Connects as the framework does, and tells of each time.</summary>
    internal static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> Counting(Action connected) => async (context, cancellationToken) =>
    {
        connected();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    };

    internal static X509Certificate2 SelfMade(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now - Validity, now + Validity);
        // By way of a file, so that the key is one that every platform's TLS can use.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null);
    }

    /// <summary>The same one event over either transport.</summary>
    private static async Task AnswerAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(MisbehavingServer.CompletedEvent);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[4096];
        await socket.ReceiveAsync(buffer, context.RequestAborted);
        var answer = Encoding.UTF8.GetBytes(MisbehavingServer.CompletedEvent["data: ".Length..].Trim());
        await socket.SendAsync(answer, WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
        await socket.ReceiveAsync(buffer, context.RequestAborted);
    }
}
