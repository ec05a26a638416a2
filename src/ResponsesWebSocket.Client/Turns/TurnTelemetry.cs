using System.Diagnostics;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Telemetry;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>
/// What is told about one turn from its call to its end, over all its sends: its activity, its log lines, its report, and what the client
/// counts of it. The turn says what happened. Disposing it without an end having been told means that the caller left.
/// </summary>
internal sealed class TurnTelemetry : IDisposable
{
    private static readonly ActivitySource Source = new(ResponsesWebSocketDiagnostics.ActivitySourceName);

    private readonly ClientContext _context;
    private readonly string _model;
    private readonly long _started;
    private readonly Activity? _activity;
    private TimeSpan? _firstEvent;
    private TimeSpan _sessionAge;
    private TimeSpan _waited;
    private long _bytesSent;
    private long _bytesIfSentInFull;
    private int _sends;
    private int _retries;
    private bool _hasEnded;

    public TurnTelemetry(ClientContext context, TurnRequest request)
    {
        (_context, _model) = (context, request.Model);
        _started = Now;
        context.Metrics.TurnBegun();
        if (Source.HasListeners())
        {
            _activity = Source.StartActivity($"chat {_model}", ActivityKind.Client, parentContext: default, context.Metrics.OperationTags(_model), links: null, context.Time.GetUtcNow());
        }
    }

    /// <summary>For <see cref="WaitedSince"/>.</summary>
    public long Now => _context.Time.GetTimestamp();

    /// <summary>Makes the turn's activity the current one of what follows; called anew whenever the caller's own flow was in between.</summary>
    public void Enter()
    {
        if (_activity is not null)
        {
            Activity.Current = _activity;
        }
    }

    public void WaitedSince(long arrived) => _waited += _context.Time.GetElapsedTime(arrived);

    public async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause > TimeSpan.Zero)
        {
            var arrived = Now;
            var waiting = Task.Delay(pause, _context.Time, cancellationToken);
            Log.TurnPauses(_context.Logger, pause);
            await waiting.ConfigureAwait(false);
            WaitedSince(arrived);
        }
    }

    /// <summary>The turn is about to be sent, once more or for the first time.</summary>
    public void Planned(PlannedTurn planned, Lane lane, int inputItems, int bytes) =>
        Log.TurnPlanned(_context.Logger, planned.Plan, lane.Session.Name, lane.StreamId, inputItems - planned.FirstItem, inputItems, bytes);

    /// <summary>A frame has begun to go out, or an HTTP body.</summary>
    public void Sent(CreateFrame frame, TimeSpan sessionAge)
    {
        _sends++;
        Interlocked.Add(ref _bytesSent, frame.Utf8Json.Length);
        (_bytesIfSentInFull, _sessionAge) = (frame.BytesIfSentInFull, sessionAge);
    }

    public void Written(Lane lane) => Log.TurnSent(_context.Logger, lane.Session.Name, lane.StreamId);

    /// <summary>A steer goes out beside the turn's own flow. What the turn takes in full is what it would take without.</summary>
    public void SteerSent(int bytes) => Interlocked.Add(ref _bytesSent, bytes);

    public void FirstEventSeen() => _firstEvent ??= _context.Time.GetElapsedTime(_started);

    /// <summary>The service goes on with steered messages.</summary>
    public void Steered(Lane lane, int messages) => Log.TurnSteered(_context.Logger, lane.Session.Name, lane.StreamId, messages);

    /// <summary>The turn is sent again.</summary>
    public void Repeated(RecoveryStep step, ResponsesWebSocketException failure, SessionName session, TimeSpan pause)
    {
        var (cause, counts, refusal) = (RetryCause.Of(step, failure), step is RecoveryStep.ReplayElsewhere or RecoveryStep.RetryLater, failure as ResponseRefusedException);
        _retries += counts ? 1 : 0;
        _context.Metrics.TurnRepeated(cause, counts);
        _activity?.AddEvent(new ActivityEvent("responses_websocket.retry", _context.Time.GetUtcNow(), new() { { Tag.RetryCause, cause } }));
        switch (step)
        {
            case RecoveryStep.WithoutLanes:
                Log.LanesRefused(_context.Logger, session);
                break;
            case RecoveryStep.Move:
                Log.TurnMoved(_context.Logger, session, refusal?.Code);
                break;
            case RecoveryStep.RetryLater:
                Log.TurnRefusedForNow(_context.Logger, refusal?.StatusCode, refusal?.Code, pause);
                break;
            default:
                Log.TurnReplayed(_context.Logger, step.Reason());
                break;
        }
    }

    /// <summary>What the turn cost, up to now.</summary>
    public TurnReport Report(PlannedTurn planned, string responseId, Lane lane, int inputItems)
    {
        var duration = _context.Time.GetElapsedTime(_started);
        return new TurnReport
        {
            Plan = planned.Plan,
            ResponseId = responseId,
            Transport = lane.Key.IsHttp ? ResponsesTransport.Http : ResponsesTransport.WebSocket,
            Session = lane.Session.Number,
            Lane = lane.StreamId,
            InputItems = inputItems,
            SentItems = inputItems - planned.FirstItem,
            BytesSent = Interlocked.Read(ref _bytesSent),
            BytesIfSentInFull = _bytesIfSentInFull,
            Sends = _sends,
            Retries = _retries,
            QueueWait = _waited,
            SessionAge = _sessionAge,
            FirstEvent = _firstEvent ?? duration,
            Duration = duration,
        };
    }

    /// <summary>The turn is over on the wire, and its lane free.</summary>
    public void Reported(TurnReport report)
    {
        Log.TurnCompleted(_context.Logger, report.ResponseId, report.Duration);
        if (UserCode.Tell(_context.Options.TurnCompleted, report) is { } thrown)
        {
            Log.CallbackFailed(_context.Logger, thrown.GetType().Name);
        }
    }

    public void Completed(TurnResult result)
    {
        if (TryEnd())
        {
            _context.Metrics.TurnCompleted(_model, result);
            Describe(result);
            Conclude(result.Model, failure: null);
        }
    }

    public void Failed(Exception failure, CancellationToken cancellationToken)
    {
        if (failure is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            Dispose();
        }
        else if (TryEnd())
        {
            _context.Metrics.TurnFailed();
            // No description: a service may quote the conversation in its message.
            _activity?.SetStatus(ActivityStatusCode.Error);
            Conclude(responseModel: null, TagValue.ErrorOf(failure));
        }
    }

    public void Dispose()
    {
        if (TryEnd())
        {
            _context.Metrics.TurnAbandoned();
            Conclude(responseModel: null, "cancelled");
        }
    }

    private bool TryEnd() => !_hasEnded && (_hasEnded = true);

    private void Describe(TurnResult result)
    {
        var report = result.Report;
        _activity?.SetTag(Tag.ResponseId, result.Id)
            .SetTag(Tag.ResponseModel, result.Model)
            .SetTag(Tag.FinishReasons, new[] { TagValue.FinishOf(result) })
            .SetTag(Tag.InputTokens, result.Usage?.InputTokens)
            .SetTag(Tag.OutputTokens, result.Usage?.OutputTokens)
            .SetTag(Tag.Plan, TagValue.Of(report.Plan.Kind))
            .SetTag(Tag.PlanReason, TagValue.Of(report.Plan.Reason))
            .SetTag(Tag.EditedAt, report.Plan.EditedAt)
            .SetTag(Tag.Transport, TagValue.Of(report.Transport))
            .SetTag(Tag.Session, report.Session)
            .SetTag(Tag.Lane, report.Lane)
            .SetTag(Tag.BytesSent, report.BytesSent)
            .SetTag(Tag.BytesIfSentInFull, report.BytesIfSentInFull)
            .SetTag(Tag.Retries, report.Retries)
            .SetTag(Tag.QueueWait, report.QueueWait.TotalSeconds);
    }

    private void Conclude(string? responseModel, string? failure)
    {
        var elapsed = _context.Time.GetElapsedTime(_started);
        _context.Metrics.TurnEnded(elapsed, Interlocked.Read(ref _bytesSent), _bytesIfSentInFull, _model, responseModel, failure);
        _activity?.SetTag(Tag.ErrorType, failure).SetEndTime(_activity.StartTimeUtc + elapsed).Dispose();
    }
}
