using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ResponsesWebSocket.Client.Composition;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Pool;
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
    private readonly ClientComposition _parts;

    /// <summary>Makes a client. Opens nothing until the first turn.</summary>
    /// <param name="options">Where to connect and how much to use; copied.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <param name="timeProvider">The clock of ages, limits and reports; null is the system's.</param>
    /// <exception cref="OptionsValidationException">The options have faults; the message names them all.</exception>
    public ResponsesWebSocketClient(ResponsesWebSocketOptions options, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var own = options.Clone();
        ResponsesWebSocketOptionsValidator.ThrowIfInvalid(own);
        _parts = new ClientComposition(own, loggerFactory, timeProvider ?? TimeProvider.System);
        _parts.Context.Metrics.Show(() => _parts.Pool.Load);
        if (own.PreConnect && own.Transport != ResponsesTransport.Http)
        {
            _parts.Rotator.PreConnect();
        }
    }

    /// <summary>Makes a turn and returns its outcome.</summary>
    /// <param name="request">The whole history and the settings of the turn.</param>
    /// <param name="cancellationToken">Leaves the turn. The service may finish it unheard; other turns are not touched.</param>
    /// <exception cref="ResponsesWebSocketException">The turn failed; the leaf type says whose fault it was.</exception>
    public async Task<TurnResult> CreateAsync(TurnRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(request);
        await foreach (var happened in _parts.Turns.RunAsync(request, callerSeesEvents: false, steering: null, cancellationToken).ConfigureAwait(false))
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
        return _parts.Turns.RunAsync(request, callerSeesEvents: true, steering: null, cancellationToken);
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
        return new RunningTurn(turn => _parts.Turns.RunAsync(request, callerSeesEvents: !restarts, turn, cancellationToken), _parts.Context.Endpoint);
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
        if (request.Store || !_parts.Context.Endpoint.Prewarming || _parts.Context.Options.Transport == ResponsesTransport.Http)
        {
            return false;
        }

        if (Planner.Plan(items, _parts.Index) is { Parent: not null } or { Plan.Reason: PlanReason.NothingNew })
        {
            return true;
        }

        var lease = await _parts.Pool.LeaseAsync(new LanePreference(Lane: null, AllowSibling: false), cancellationToken).ConfigureAwait(false);
        return await _parts.Prewarmer.PrewarmAsync(lease, PrewarmContext.Of(request, items), original: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the client has done since it was made, and what it does now. Cheap; may be called at any time, after disposal too.</summary>
    public ClientStatistics GetStatistics()
    {
        var (checkpoints, bytes) = _parts.Index.Size;
        var lanes = _parts.Context.Endpoint.Lanes;
        bool? hasLanes = !lanes.Allowed ? false : lanes.Proven ? true : null;
        return _parts.Context.Metrics.Statistics(_parts.Pool.Load, hasLanes, _parts.Breaker.IsOpen, checkpoints, bytes);
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
        var items = FullInputBuilder.Of(CallOutputRepair.Close([.. request.Input]), firstItem: 0, request, _parts.Index, withReasoning: true);
        byte[] answer = [];
        await _parts.RateLimit.WaitAsync(
            async token => answer = await _parts.Http.AskAsync(CompactRequest.Path, CompactRequest.Write(request, items), token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return CompactRequest.Read(answer);
    }

    /// <summary>Whether <see cref="DisposeAsync"/> was called: no turn can be made any more.</summary>
    public bool IsDisposed => _parts.IsDisposed;

    /// <summary>
    /// Closes all sockets. What has not been sent ends at once with an <see cref="ObjectDisposedException"/>, whatever it waits for (a
    /// <c>retry-after</c>, a lane, a token, a connection), as does everything that is begun later. Turns in flight fail with a
    /// <see cref="ConnectionLostException"/> that is not transient.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        _parts.Context.Metrics.Hide();
        return _parts.DisposeAsync();
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

        if (request.Fields?.Keys.FirstOrDefault(TurnRequest.OwnFields.Contains) is { } field)
        {
            throw new ArgumentException($"The request's Fields hold '{field}', which the client writes itself. Take it out.", nameof(request));
        }
    }
}
