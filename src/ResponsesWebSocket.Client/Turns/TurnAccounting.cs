using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Telemetry;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>Adds up what a turn costs over all its sends.</summary>
internal sealed class TurnAccounting(TimeProvider time, ILogger logger, TurnTelemetry watch)
{
    private readonly long _started = time.GetTimestamp();
    private TimeSpan? _firstEvent;
    private TimeSpan _sessionAge;
    private long _bytesSent;
    private long _bytesFullReplay;
    private int _sends;
    private int _retries;
    private TimeSpan _waited;

    public void Sent(CreateFrame frame, TimeSpan sessionAge)
    {
        _sends++;
        Interlocked.Add(ref _bytesSent, frame.Utf8Json.Length);
        _bytesFullReplay = frame.BytesIfSentInFull;
        _sessionAge = sessionAge;
        watch.Sent(frame.Utf8Json.Length, frame.BytesIfSentInFull);
    }

    /// <summary>A steer goes out beside the turn's own flow. What the turn takes in full is what it would take without.</summary>
    public void Steered(int bytes)
    {
        Interlocked.Add(ref _bytesSent, bytes);
        watch.Steered(bytes);
    }

    /// <summary>For <see cref="WaitedSince"/>.</summary>
    public long Now => time.GetTimestamp();

    public void WaitedSince(long arrived) => _waited += time.GetElapsedTime(arrived);

    public async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause > TimeSpan.Zero)
        {
            var arrived = Now;
            var waiting = Task.Delay(pause, time, cancellationToken);
            Log.TurnPauses(logger, pause);
            await waiting.ConfigureAwait(false);
            WaitedSince(arrived);
        }
    }

    public void Repeated(RecoveryStep step, ResponsesWebSocketException failure)
    {
        var counts = step is RecoveryStep.ReplayElsewhere or RecoveryStep.RetryLater;
        _retries += counts ? 1 : 0;
        watch.Repeated(RetryCause.Of(step, failure), counts);
    }

    public void FirstEventSeen() => _firstEvent ??= time.GetElapsedTime(_started);

    public TurnReport Report(PlannedTurn planned, string responseId, Lane lane, int inputItems)
    {
        var duration = time.GetElapsedTime(_started);
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
            BytesIfSentInFull = _bytesFullReplay,
            Sends = _sends,
            Retries = _retries,
            QueueWait = _waited,
            SessionAge = _sessionAge,
            FirstEvent = _firstEvent ?? duration,
            Duration = duration,
        };
    }
}
