namespace ResponsesWebSocket.Client.Tests.Transport;

/// <summary>What a handler of the application's own throws can be told from failures of the network, and is found unchanged.</summary>
public sealed class HandlerExceptionTests
{
    private static readonly InvalidTimeZoneException Own = new("The application's own.");

    [Theory]
    [InlineData(ResponsesTransport.WebSocket, "GET")]
    [InlineData(ResponsesTransport.Http, "POST")]
    [InlineData(ResponsesTransport.Auto, "GET POST")]
    public async Task It_is_told_with_its_type_once_and_nothing_was_sent(ResponsesTransport transport, string asked)
    {
        using var handler = new Throwing(static _ => true);
        await using var server = await MisbehavingServer.StreamingAsync(MisbehavingServer.CompletedEvent);
        var thrown = await FailsAsync(server, transport, handler);

        thrown.InnerException.Should().BeSameAs(Own);
        thrown.Message.Should().Contain("HttpInvoker").And.Contain(nameof(InvalidTimeZoneException));
        (thrown.Delivery, thrown.IsTransient).Should().Be((DeliveryState.NotSent, false));
        string.Join(' ', handler.Asked).Should().Be(asked);
        server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Thrown_at_the_upgrade_only_it_costs_the_socket_and_not_the_turn()
    {
        using var handler = new Throwing(static request => request.Method == HttpMethod.Get);
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        await using var server = await MisbehavingServer.StreamingAsync(MisbehavingServer.CompletedEvent);
        await using var client = server.Client(options => (options.Transport, options.HttpInvoker) = (ResponsesTransport.Auto, http), new ManualTime());
        using var limit = TestTimeout.Start();

        (await client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token)).Report.Transport.Should().Be(ResponsesTransport.Http);
    }

    [Fact]
    public async Task Thrown_at_the_request_only_it_is_told_though_the_socket_was_refused_before()
    {
        using var handler = new Throwing(static request => request.Method == HttpMethod.Post);
        await using var server = await MisbehavingServer.StartAsync(403, null, "");

        (await FailsAsync(server, ResponsesTransport.Auto, handler)).InnerException.Should().BeSameAs(Own);
    }

    [Fact]
    public async Task Thrown_after_the_answer_it_says_that_the_turn_was_sent()
    {
        using var handler = new Throwing(static _ => true) { Afterwards = true };
        await using var server = await MisbehavingServer.StreamingAsync(MisbehavingServer.CompletedEvent);
        var thrown = await FailsAsync(server, ResponsesTransport.Http, handler);

        thrown.InnerException.Should().BeSameAs(Own);
        thrown.Delivery.Should().Be(DeliveryState.Ambiguous);
    }

    [Fact]
    public async Task Thrown_by_the_stream_of_an_answer_it_is_told_like_any_other()
    {
        using var handler = new Throwing(static _ => false) { InTheStream = true };
        await using var server = await MisbehavingServer.StreamingAsync(MisbehavingServer.CompletedEvent);

        (await FailsAsync(server, ResponsesTransport.Http, handler)).InnerException.Should().BeSameAs(Own);
    }

    [Theory]
    [InlineData(ResponsesTransport.WebSocket)]
    [InlineData(ResponsesTransport.Http)]
    public async Task A_failure_of_the_network_stays_one(ResponsesTransport transport)
    {
        using var handler = new Throwing(static _ => true) { What = new HttpRequestException("The network's.") };
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        await using var server = await MisbehavingServer.StreamingAsync(MisbehavingServer.CompletedEvent);
        await using var client = server.Client(options => (options.Transport, options.HttpInvoker, options.ConnectRetries) = (transport, http, 0));
        using var limit = TestTimeout.Start();
        var turn = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        (await turn.Should().ThrowAsync<ConnectionLostException>()).WithMessage("*The network's.*");
    }

    private static async Task<HttpHandlerException> FailsAsync(MisbehavingServer server, ResponsesTransport transport, Throwing handler)
    {
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        await using var client = server.Client(options => (options.Transport, options.HttpInvoker, options.MaxRetries) = (transport, http, 2), new ManualTime());
        using var limit = TestTimeout.Start();
        var turn = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);
        return (await turn.Should().ThrowAsync<HttpHandlerException>()).Which;
    }

    private sealed class Throwing(Func<HttpRequestMessage, bool> isMeant) : DelegatingHandler(new SocketsHttpHandler())
    {
        public List<string> Asked { get; } = [];

        public Exception What { get; init; } = Own;

        public bool Afterwards { get; init; }

        public bool InTheStream { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.Method.Method);
            if (isMeant(request) && !Afterwards)
            {
                throw What;
            }

            var answer = await base.SendAsync(request, cancellationToken);
            if (InTheStream)
            {
                answer.Content = new StreamContent(new ThrowingStream());
            }

            return isMeant(request) ? throw What : answer;
        }
    }

    private sealed class ThrowingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw Own;
    }
}
