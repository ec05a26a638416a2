using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Pool;
using ResponsesWebSocket.Client.Renewal;
using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Telemetry;
using ResponsesWebSocket.Client.Transport;
using ResponsesWebSocket.Client.Turns;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client;

/// <summary>
/// Speaks the WebSocket mode of the Responses API. Each call takes a whole history; the client finds out which part of it the
/// service already holds on an open socket and sends only the rest. What the service remembers is a cache: when it is gone, the
/// history is sent in full and the caller notices nothing but time.
/// </summary>
/// <remarks>Safe for concurrent use. Keep one for the life of the application: the sockets live in it.</remarks>
public sealed class ResponsesWebSocketClient : IAsyncDisposable
{
    private static int _clients;

    private static readonly string[] OwnFields = ["type", "stream_id", "input", "previous_response_id"];

    private readonly ResponsesWebSocketOptions _options;
    private readonly WebSocketConnector _connector;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LaneCapability _lanes;
    private readonly CheckpointIndex _index;
    private readonly EndpointProfile _profile;
    private readonly SessionPool _pool;
    private readonly ContextPrewarmer _prewarmer;
    private readonly SessionRotator _rotator;
    private readonly SessionOpener _opener;
    private readonly HttpConnector _overHttp;
    private readonly HttpTurnPool _http;
    private readonly HttpMessageInvoker? _ownInvoker;
    private readonly FrameSizeLimit _limit;
    private readonly ObservedTurns _turns;
    private readonly ClientMetrics _telemetry;
    private readonly CircuitBreaker _breaker;
    private readonly ConnectRetry _connecting;
    private readonly RateLimitGate _gate;
    private readonly CancellationTokenSource _disposing = new();
    private readonly int _number = Interlocked.Increment(ref _clients);
    private int _sessions;

    /// <summary>Makes a client. Opens nothing until the first turn.</summary>
    /// <param name="options">Where to connect and how much to use; copied.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <param name="timeProvider">The clock of ages, limits and reports; null is the system's.</param>
    /// <exception cref="OptionsValidationException">The options have faults; the message names them all.</exception>
    public ResponsesWebSocketClient(ResponsesWebSocketOptions options, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Clone();
        ResponsesWebSocketOptionsValidator.ThrowIfInvalid(_options);
        _time = timeProvider ?? TimeProvider.System;
        _logger = UserCode.Protect((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<ResponsesWebSocketClient>());
        var invoker = _options.HttpInvoker ?? (_ownInvoker = HttpHandlers.Create());
        var credential = new Credential(_options);
        _connector = new WebSocketConnector(_options, invoker, credential, _time);
        _index = new CheckpointIndex(_options.MaxCheckpoints, _options.MaxCheckpointBytes);
        _profile = _options.Profile ?? EndpointProfile.For(_options.Endpoint);
        _lanes = new LaneCapability(_profile.Lanes);
        _breaker = new CircuitBreaker(_time);
        _telemetry = new ClientMetrics(_options.Endpoint, _time);
        _opener = new SessionOpener(OpenAsync, _breaker, _logger);
        _pool = new SessionPool(_options.Transport == ResponsesTransport.Auto ? _opener.OpenAsync : OpenAsync, MaxAge, _profile, _lanes, _options, _index.IsOccupied, _time);
        _opener.Add = _pool.TryAdopt;
        var reasoning = new ReasoningCapability(_options.EncryptedReasoning);
        var tools = new ToolItemCapability(_options.ToolPlacement == ToolPlacement.InputItems);
        var writer = new RequestWriter(_index, reasoning, tools);
        var limit = _limit = new FrameSizeLimit(_options.MaxFrameBytes);
        _prewarmer = new ContextPrewarmer(_index, writer, limit, _options, _profile.Prewarming, _telemetry, _logger);
        _rotator = new SessionRotator(_pool, _index, _prewarmer, _options, _time, _logger);
        _pool.Opened = _rotator.Watch;
        _overHttp = new HttpConnector(_options, invoker, credential, _time);
        _http = new HttpTurnPool(_overHttp.Open, _options.MaxSessions, _time);
        var gate = _gate = new RateLimitGate(_options.MaxRetryAfter, _time, _logger, _disposing.Token);
        _connecting = new ConnectRetry(_options, gate, _time, _logger);
        var dispatcher = new TransportRouter(
            new TurnSender(_pool, _index, writer, limit, gate, _options, _logger),
            new HttpTurnSender(_http, _index, writer, gate, _options, _logger),
            _options.Transport,
            limit,
            _breaker,
            _logger);
        _turns = new ObservedTurns(new TurnRunner(dispatcher, _index, _lanes, reasoning, tools, gate, _options, _time, _logger), _telemetry);
        ClientRegistry.Add(_telemetry, Load);
        if (_options.PreConnect && _options.Transport != ResponsesTransport.Http)
        {
            _rotator.PreConnect();
        }
    }

    /// <summary>Makes a turn and returns its outcome.</summary>
    /// <param name="request">The whole history and the settings of the turn.</param>
    /// <param name="cancellationToken">Leaves the turn. The service may finish it unheard; other turns are not touched.</param>
    /// <exception cref="ResponsesWebSocketException">The turn failed; the leaf type says whose fault it was.</exception>
    public async Task<TurnResult> CreateAsync(TurnRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(request);
        await foreach (var happened in _turns.RunAsync(request, callerSeesEvents: false, steering: null, cancellationToken).ConfigureAwait(false))
        {
            if (happened is ResponseCompletedEvent completed)
            {
                return completed.Result;
            }
        }

        throw new ProtocolViolationException("The turn ended without a terminal event.");
    }

    /// <summary>
    /// Makes a turn and returns its events as they come; the last one is a <see cref="ResponseCompletedEvent"/>. Nothing is sent
    /// before the first event is asked for, and each enumeration makes a new turn. Leaving the enumeration abandons the turn.
    /// </summary>
    /// <param name="request">The whole history and the settings of the turn.</param>
    /// <param name="cancellationToken">Leaves the turn.</param>
    /// <exception cref="ResponsesWebSocketException">The turn failed; what had come until then was real but is not whole.</exception>
    public IAsyncEnumerable<TurnEvent> StreamAsync(TurnRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(request);
        return _turns.RunAsync(request, callerSeesEvents: true, steering: null, cancellationToken);
    }

    /// <summary>A turn like that of <see cref="StreamAsync"/> which can be steered while it runs.</summary>
    /// <param name="request">The whole history and the settings of the turn.</param>
    /// <param name="cancellationToken">Leaves the turn.</param>
    public RunningTurn Start(TurnRequest request, CancellationToken cancellationToken = default) => Start(request, restarts: false, cancellationToken);

    /// <inheritdoc cref="Start(TurnRequest, CancellationToken)"/>
    /// <param name="request">The whole history and the settings of the turn.</param>
    /// <param name="restarts">
    /// For callers who show nothing before the end: a response that is lost begins anew, as in <see cref="CreateAsync"/>, although
    /// content of it has come. Its <see cref="ResponseCreatedEvent"/> says that what came before it does not count.
    /// </param>
    /// <param name="cancellationToken">Leaves the turn.</param>
    public RunningTurn Start(TurnRequest request, bool restarts, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(request);
        var steering = new TurnSteering(_limit, _profile.Steering);
        return new RunningTurn(_turns.RunAsync(request, callerSeesEvents: !restarts, steering, cancellationToken), steering);
    }

    /// <summary>
    /// Makes a history ready at the service, without an answer, so that the turn which goes on from it sends only what is new.
    /// Never delays a turn: one that comes before this is done does not wait for it. Does nothing where the service holds the
    /// history already, cannot prepare one, or stores it, and over HTTP, which holds none.
    /// </summary>
    /// <param name="request">The history, and the settings that the coming turn will have.</param>
    /// <param name="cancellationToken">Leaves it; what was made ready stays of use.</param>
    /// <returns>Whether the service holds the history now.</returns>
    /// <exception cref="ResponsesWebSocketException">No socket could be opened.</exception>
    public async Task<bool> PrewarmAsync(TurnRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(request);
        var items = CallOutputRepair.Close([.. request.Input]);
        if (request.Store || !_prewarmer.IsSupported || _options.Transport == ResponsesTransport.Http)
        {
            return false;
        }

        if (Planner.Plan(items, _index) is { Parent: not null } or { Plan.Reason: PlanReason.NothingNew })
        {
            return true;
        }

        var lease = await _pool.LeaseAsync(new LanePreference(Lane: null, AllowSibling: false), cancellationToken).ConfigureAwait(false);
        return await _prewarmer.WarmAsync(lease, PrewarmContext.Of(request, items), original: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the client has done since it was made, and what it does now. Cheap; may be called at any time, after disposal too.</summary>
    public ClientStatistics GetStatistics()
    {
        var (checkpoints, bytes) = _index.Size;
        bool? hasLanes = !_lanes.Allowed ? false : _lanes.Proven ? true : null;
        return _telemetry.Sums.With(Load(), hasLanes, _breaker.IsOpen, checkpoints, bytes);
    }

    /// <summary>
    /// Has the service shorten a history, over HTTP: no socket and no context it holds is touched. Go on with what is returned in
    /// place of the history; the next turn sends it in full and starts a new chain.
    /// </summary>
    /// <param name="request">The model and the whole history. Of <see cref="TurnRequest.Fields"/> those are sent that a compaction knows.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ResponsesWebSocketException">It was refused, or there was no answer; the history is as good as before.</exception>
    public async Task<CompactionResult> CompactAsync(TurnRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(request);
        var items = FullInputBuilder.Of(CallOutputRepair.Close([.. request.Input]), firstItem: 0, request, _index, withReasoning: true);
        byte[] answer = [];
        await _gate.WaitAsync(
            async token => answer = await _overHttp.AskAsync(CompactRequest.Path, CompactRequest.Write(request, items), token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return CompactRequest.Read(answer);
    }

    /// <summary>Whether <see cref="DisposeAsync"/> was called: no turn can be made any more.</summary>
    public bool IsDisposed => _disposing.IsCancellationRequested;

    /// <summary>
    /// Closes all sockets. What has not been sent ends at once with an <see cref="ObjectDisposedException"/>, whatever it waits for (a
    /// <c>retry-after</c>, a lane, a token, a connection), as does everything that is begun later. Turns in flight fail with a
    /// <see cref="ConnectionLostException"/> that is not transient.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        ClientRegistry.Remove(_telemetry);
        var waits = _disposing.CancelAsync();
        // All at once, so that none of them waits for what another one does on the way out.
        await Task.WhenAll(
            waits, _rotator.DisposeAsync().AsTask(), _opener.DisposeAsync().AsTask(), _pool.DisposeAsync().AsTask(), _http.DisposeAsync().AsTask()).ConfigureAwait(false);
        _ownInvoker?.Dispose();
    }

    private static void ThrowIfInvalid(TurnRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (string.IsNullOrWhiteSpace(request.Model))
        {
            throw new ArgumentException("The request names no model.", nameof(request));
        }

        if (request.Input is null || request.Input.Contains(null!))
        {
            throw new ArgumentException("The request's input is null or holds a null item.", nameof(request));
        }

        foreach (var field in OwnFields)
        {
            if (request.Fields?.ContainsKey(field) == true)
            {
                throw new ArgumentException($"The request's Fields hold '{field}', which the client writes itself. Take it out.", nameof(request));
            }
        }
    }

    /// <summary>By chance a little less than allowed, so that sockets opened together do not end together.</summary>
    private TimeSpan MaxAge() => (_options.MaxConnectionAge ?? (_profile.MaxAge * 11 / 12)) * (1 - (Random.Shared.NextDouble() / 10));

    private async Task<Session> OpenAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var transport = await ConnectAsync(started, cancellationToken).ConfigureAwait(false);
        var session = new Session(new(Interlocked.Increment(ref _sessions), _number, _options.Endpoint.Host), transport, _lanes, _time, _logger);
        Log.SessionOpened(_logger, session.Name, _time.GetElapsedTime(started));
        _telemetry.SessionOpened(_time.GetElapsedTime(started));
        _ = session.Broken.ContinueWith(
            (cause, state) =>
            {
                _rotator.Repair((Session)state!, _index.ReleaseSession(((Session)state!).Number));
                _telemetry.SessionEnded(((Session)state!).Age, cause.Result);
            },
            session,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return session;
    }

    private async Task<ITransport> ConnectAsync(long started, CancellationToken cancellationToken)
    {
        try
        {
            return await _connecting.RunAsync(_connector.ConnectAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _telemetry.Handshake(_time.GetElapsedTime(started), failure);
            throw;
        }
    }

    private ClientLoad Load()
    {
        var (sessions, lanes, waiting) = _pool.Load;
        return new(sessions, lanes, waiting);
    }
}
