using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Pool;
using ResponsesWebSocket.Client.Renewal;
using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Telemetry;
using ResponsesWebSocket.Client.Transport;
using ResponsesWebSocket.Client.Turns;

namespace ResponsesWebSocket.Client.Composition;

/// <summary>Wires a client: each part is given what it works with when it is made, and nothing afterwards.</summary>
internal sealed class ClientComposition : IAsyncDisposable
{
    private readonly HttpMessageInvoker? _ownInvoker;
    private readonly SessionOpener _opener;
    private readonly HttpTurnPool _exchanges;
    private readonly CancellationTokenSource _disposing = new();

    /// <param name="options">The client's own copy, without faults.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <param name="time">The clock.</param>
    public ClientComposition(ResponsesWebSocketOptions options, ILoggerFactory? loggerFactory, TimeProvider time)
    {
        var logger = UserCode.Protect((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<ResponsesWebSocketClient>());
        var endpoint = new EndpointCapabilities(options.Profile ?? EndpointProfile.For(options.Endpoint), options);
        Context = new ClientContext(options, endpoint, time, logger, new ClientMetrics(options.Endpoint, endpoint.Profile));

        var invoker = options.HttpInvoker ?? (_ownInvoker = HttpHandlers.Create());
        var credential = new Credential(options);
        Http = new HttpConnector(options, invoker, credential, time);
        RateLimit = new RateLimitGate(options.MaxRetryAfter, time, logger, _disposing.Token);
        Breaker = new CircuitBreaker(time);
        _opener = new SessionOpener(new WebSocketConnector(options, invoker, credential, time), new ConnectRetry(RateLimit, Context), Breaker, Context);
        _exchanges = new HttpTurnPool(Http.Open, options.MaxSessions, time);

        Index = new CheckpointIndex(options.MaxCheckpoints, options.MaxCheckpointBytes);
        Pool = new SessionPool(_opener.Open, Index.IsOccupied, Context);
        var writer = new RequestWriter(Index, endpoint);
        Prewarmer = new ContextPrewarmer(Index, writer, Context);
        Rotator = new SessionRotator(Pool, _opener, Index, Prewarmer, Context);

        var router = new TransportRouter(
            new TurnSender(Pool, Index, writer, RateLimit, Context), new HttpTurnSender(_exchanges, Index, writer, RateLimit, Context), Breaker, Context);
        Turns = new TurnRunner(router, Index, RateLimit, Context);
    }

    public ClientContext Context { get; }

    public CheckpointIndex Index { get; }

    public SessionPool Pool { get; }

    public ContextPrewarmer Prewarmer { get; }

    public SessionRotator Rotator { get; }

    public TurnRunner Turns { get; }

    public CircuitBreaker Breaker { get; }

    public RateLimitGate RateLimit { get; }

    /// <summary>For requests that are no turns.</summary>
    public HttpConnector Http { get; }

    public bool IsDisposed => _disposing.IsCancellationRequested;

    public async ValueTask DisposeAsync()
    {
        var waits = _disposing.CancelAsync();
        // All at once, so that none of them waits for what another one does on the way out.
        await Task.WhenAll(
            waits, Rotator.DisposeAsync().AsTask(), _opener.DisposeAsync().AsTask(), Pool.DisposeAsync().AsTask(), _exchanges.DisposeAsync().AsTask()).ConfigureAwait(false);
        _ownInvoker?.Dispose();
    }
}
