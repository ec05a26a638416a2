using Microsoft.Extensions.DependencyInjection;

namespace Connectors.ResponsesWebSocket.Tests.Registration;

/// <summary>How registered services connect, and that they let go.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_the_provider_closes_the_sockets(bool synchronously)
    {
        using var limit = Limit();
        await using var emulator = await EmulatorAsync();
        var provider = new ServiceCollection().AddResponsesWebSocketChatCompletion("m", emulator.Endpoint, emulator.ApiKey).BuildServiceProvider();
        await AskAsync(provider, limit.Token);
        emulator.OpenConnections.Should().Be(1);

        if (synchronously)
        {
            provider.Dispose();
        }
        else
        {
            await provider.DisposeAsync();
        }

        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections.All(static connection => connection.Closed is not null), limit.Token);
    }

    [Fact]
    public async Task A_service_on_a_shared_client_leaves_it_open()
    {
        using var limit = Limit();
        await using var emulator = await EmulatorAsync();
        await using var client = new ResponsesWebSocketClient(new ResponsesWebSocketOptions { Endpoint = emulator.Endpoint, ApiKey = emulator.ApiKey });
        await using (var provider = new ServiceCollection().AddResponsesWebSocketChatCompletion("m", client).BuildServiceProvider())
        {
            await AskAsync(provider, limit.Token);
        }

        await using var second = new ServiceCollection().AddSingleton(client).AddResponsesWebSocketChatCompletion("m", client: null).BuildServiceProvider();
        await AskAsync(second, limit.Token);

        emulator.Journal.Connections.Should().ContainSingle("the second service found the first one's socket");
    }

    [Fact]
    [Trait("Contract", "R15")]
    public async Task The_upgrade_carries_key_organization_and_the_headers_of_Semantic_Kernel()
    {
        using var limit = Limit();
        await using var emulator = await EmulatorAsync();
        await using var provider = new ServiceCollection().AddResponsesWebSocketChatCompletion("m", emulator.Endpoint, emulator.ApiKey, orgId: "org-1").BuildServiceProvider();

        await AskAsync(provider, limit.Token);

        var headers = emulator.Journal.Connections[0].Headers;
        headers["OpenAI-Organization"].Should().Be("org-1");
        headers["User-Agent"].Should().StartWith("Semantic-Kernel");
        headers["Semantic-Kernel-Version"].Should().Be(
            typeof(Microsoft.SemanticKernel.Connectors.OpenAI.OpenAIChatCompletionService).Assembly.GetName().Version!.ToString());
    }

    [Fact]
    [Trait("Contract", "R11")]
    [Trait("Contract", "R12")]
    public async Task The_containers_HTTP_client_opens_the_socket_at_its_base_address_and_is_not_disposed()
    {
        using var limit = Limit();
        await using var emulator = await EmulatorAsync();
        using var handler = new CountingHandler();
        using var http = new HttpClient(handler) { BaseAddress = emulator.Endpoint };
        await using (var provider = new ServiceCollection().AddSingleton(http).AddResponsesWebSocketChatCompletion("m", emulator.ApiKey).BuildServiceProvider())
        {
            await AskAsync(provider, limit.Token);
        }

        handler.Requests.Should().ContainSingle().Which.Should().EndWith("/v1/responses");
        handler.IsDisposed.Should().BeFalse();
    }

    [Fact]
    [Trait("Contract", "R11")]
    [Trait("Contract", "R12")]
    public async Task An_explicit_HTTP_client_and_endpoint_win()
    {
        using var limit = Limit();
        await using var emulator = await EmulatorAsync();
        using var handler = new CountingHandler();
        using var unused = new CountingHandler();
        using var http = new HttpClient(handler) { BaseAddress = new Uri("http://127.0.0.1:1/elsewhere") };
        using var container = new HttpClient(unused);
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton(container);
        builder.AddResponsesWebSocketChatCompletion("m", emulator.Endpoint, emulator.ApiKey, httpClient: http);

        await AskAsync(builder.Build().Services, limit.Token);

        handler.Requests.Should().ContainSingle().Which.Should().EndWith($":{emulator.Endpoint.Port}/v1/responses");
        unused.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/v2")]
    [InlineData("http://127.0.0.1:1/v2/")]
    [Trait("Contract", "R12")]
    public async Task The_path_of_the_operation_is_put_behind_any_base_path(string endpoint)
    {
        using var limit = Limit();
        using var handler = new CountingHandler();
        using var http = new HttpClient(handler);
        // Nobody answers at port 1, and nobody is asked twice.
        var service = new ResponsesWebSocketChatCompletionService(
            "m", new ResponsesWebSocketOptions { Endpoint = new Uri(endpoint), HttpInvoker = http, Transport = Harness.Transport, ConnectRetries = 0, MaxRetries = 0 });

        await service.Awaiting(asked => asked.GetChatMessageContentAsync("hi", cancellationToken: limit.Token)).Should().ThrowAsync<HttpOperationException>();

        handler.Requests.Should().NotBeEmpty().And.OnlyContain(static uri => uri.EndsWith(":1/v2/responses", StringComparison.Ordinal));
    }

    private static CancellationTokenSource Limit() => TestTimeout.Start();

    private static Task<ResponsesEmulator> EmulatorAsync() =>
        ResponsesEmulator.StartAsync(new EmulatorOptions { Model = Answers.Script(Answers.Text("ok"), Answers.Text("ok")) });

    private static async Task AskAsync(IServiceProvider services, CancellationToken limit)
    {
        var answer = await services.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("hi", cancellationToken: limit);
        answer.Content.Should().Be("ok");
    }

    private sealed class CountingHandler() : DelegatingHandler(new SocketsHttpHandler())
    {
        public List<string> Requests { get; } = [];

        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request.RequestUri!.ToString());
            return base.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
