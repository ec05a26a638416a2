using System.Diagnostics;

namespace ResponsesWebSocket.Client.Telemetry;

/// <summary>
/// What is told about one turn, from its call to its end: an activity, measurements and sums. Disposing it without an end
/// having been told means that the caller left.
/// </summary>
internal sealed class TurnTelemetry : IDisposable
{
    private readonly ClientMetrics _client;
    private readonly string _model;
    private readonly long _started;
    private readonly Activity? _activity;
    private long _bytesSent;
    private long _fullSend;
    private bool _hasEnded;

    public TurnTelemetry(ClientMetrics client, TurnRequest request)
    {
        _client = client;
        _model = request.Model;
        _started = client.Time.GetTimestamp();
        client.Sums.Begun();
        if (Instruments.Source.HasListeners())
        {
            _activity = Instruments.Source.StartActivity($"chat {_model}", ActivityKind.Client, parentContext: default, OperationTags(), links: null, client.Time.GetUtcNow());
        }
    }

    /// <summary>Makes the turn's activity the current one of what follows; called anew whenever the caller's own flow was in between.</summary>
    public void Enter()
    {
        if (_activity is not null)
        {
            Activity.Current = _activity;
        }
    }

    /// <summary>The turn was sent once more, or for the first time.</summary>
    public void Sent(long bytes, long fullSend)
    {
        Interlocked.Add(ref _bytesSent, bytes);
        _fullSend = fullSend;
    }

    /// <summary>The turn was steered, from whatever thread.</summary>
    public void Steered(long bytes) => Interlocked.Add(ref _bytesSent, bytes);

    /// <param name="cause">One of a closed list.</param>
    /// <param name="counts">Whether it counts against the caller's limit.</param>
    public void Repeated(string cause, bool counts)
    {
        if (counts)
        {
            _client.Sums.Retried();
        }

        if (Instruments.Retries.Enabled)
        {
            var tags = _client.ServerTags();
            tags.Add(Tag.RetryCause, cause);
            Instruments.Retries.Add(1, tags);
        }

        _activity?.AddEvent(new ActivityEvent("responses_websocket.retry", _client.Time.GetUtcNow(), new() { { Tag.RetryCause, cause } }));
    }

    public void Completed(TurnResult result)
    {
        if (TryEnd())
        {
            _client.Sums.Completed(result.Report.Plan.Kind);
            TurnInstruments.Completed(_client, _model, result);
            _activity?.Describe(result);
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
            _client.Sums.Failed();
            // No description: a service may quote the conversation in its message.
            _activity?.SetStatus(ActivityStatusCode.Error);
            Conclude(responseModel: null, TagValue.ErrorOf(failure));
        }
    }

    public void Dispose()
    {
        if (TryEnd())
        {
            _client.Sums.Left();
            Conclude(responseModel: null, "cancelled");
        }
    }

    private bool TryEnd() => !_hasEnded && (_hasEnded = true);

    private void Conclude(string? responseModel, string? failure)
    {
        var elapsed = _client.Time.GetElapsedTime(_started);
        var bytesSent = Interlocked.Read(ref _bytesSent);
        _client.Sums.Sent(bytesSent, _fullSend);
        TurnInstruments.Ended(_client, elapsed, bytesSent, _fullSend, _model, responseModel, failure);
        if (_activity is not null)
        {
            _activity.SetTag(Tag.ErrorType, failure);
            _activity.SetEndTime(_activity.StartTimeUtc + elapsed);
            _activity.Dispose();
        }
    }

    private TagList OperationTags() => TurnInstruments.OperationTags(_client, _model);
}
