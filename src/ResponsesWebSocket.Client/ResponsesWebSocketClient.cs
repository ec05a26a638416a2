using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ResponsesWebSocket.Client.Connections;
using ResponsesWebSocket.Client.Conversations;
using ResponsesWebSocket.Client.Diagnostics;
using ResponsesWebSocket.Client.Pooling;
using ResponsesWebSocket.Client.Recovery;
using ResponsesWebSocket.Client.Transport;

namespace ResponsesWebSocket.Client;

/// <summary>
/// Speaks the WebSocket mode of the Responses API. Each call takes a whole history; the client finds out which part of it the
/// service already holds on an open socket and sends only the rest. What the service remembers is a cache: when it is gone, the
/// history is sent in full and the caller notices nothing but time.
/// </summary>
/// <remarks>Safe for concurrent use. Keep one for the life of the application: the sockets live in it.</remarks>
public sealed class ResponsesWebSocketClient : IAsyncDisposable
{
    private static readonly string[] OwnFields = ["type", "stream_id", "input", "previous_response_id"];

    private readonly ResponsesWebSocketOptions _options;
    private readonly WebSocketConnector _connector;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LaneSupport _lanes;
    private readonly CheckpointIndex _index;
    private readonly SessionPool _pool;
    private readonly TurnRunner _runner;
    private int _sessions;

    /// <summary>Makes a client. Opens nothing until the first turn.</summary>
    /// <param name="options">Where to connect and how much to use; copied.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <param name="timeProvider">The clock of ages, limits and reports; null is the system's.</param>
    /// <exception cref="OptionsValidationException">The options have faults; the message names them all.</exception>
    public ResponsesWebSocketClient(ResponsesWebSocketOptions options, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Copy();
        ResponsesWebSocketOptionsValidator.ThrowIfInvalid(_options);
        _time = timeProvider ?? TimeProvider.System;
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<ResponsesWebSocketClient>();
        _connector = new WebSocketConnector(_options, _time);
        _index = new CheckpointIndex(_options.MaxCheckpoints, _options.MaxCheckpointBytes);
        var profile = _options.Profile ?? EndpointProfile.For(_options.Endpoint);
        _lanes = new LaneSupport(profile.Lanes);
        _pool = new SessionPool(OpenAsync, profile, _lanes, _options.MaxSessions, _index.IsOccupied, _time);
        var reasoning = new ReasoningSupport(_options.EncryptedReasoning);
        _runner = new TurnRunner(new TurnSender(_pool, _index, reasoning, _options, _logger), _index, _lanes, reasoning, _options, _time, _logger);
    }

    /// <summary>Makes a turn and returns its outcome.</summary>
    /// <param name="request">The whole history and the settings of the turn.</param>
    /// <param name="cancellationToken">Leaves the turn. The service may finish it unheard; other turns are not touched.</param>
    /// <exception cref="ResponsesWebSocketException">The turn failed; the leaf type says whose fault it was.</exception>
    public async Task<ResponseResult> CreateAsync(ResponseRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(request);
        await foreach (var happened in _runner.RunAsync(request, callerSeesEvents: false, cancellationToken).ConfigureAwait(false))
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
    /// before the first event is asked for, and each enumeration makes a new turn. Leaving the enumeration leaves the turn.
    /// </summary>
    /// <param name="request">The whole history and the settings of the turn.</param>
    /// <param name="cancellationToken">Leaves the turn.</param>
    /// <exception cref="ResponsesWebSocketException">The turn failed; what had come until then was real but is not whole.</exception>
    public IAsyncEnumerable<ResponseEvent> StreamAsync(ResponseRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(request);
        return _runner.RunAsync(request, callerSeesEvents: true, cancellationToken);
    }

    /// <summary>Closes all sockets. Turns in flight fail.</summary>
    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private static void ThrowIfInvalid(ResponseRequest request)
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

    private async Task<Session> OpenAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var transport = await _connector.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var session = new Session(Interlocked.Increment(ref _sessions), transport, _lanes, _time, _logger);
        Log.SessionOpened(_logger, session.Number, _options.Endpoint.Host, _time.GetElapsedTime(started));
        _ = session.Broken.ContinueWith(
            (_, state) => _index.ReleaseSession(((Session)state!).Number),
            session,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return session;
    }
}
