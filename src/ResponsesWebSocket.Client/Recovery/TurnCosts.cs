using ResponsesWebSocket.Client.Connections;
using ResponsesWebSocket.Client.Conversations;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Recovery;

/// <summary>Adds up what a turn costs over all its sends.</summary>
internal sealed class TurnCosts(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private TimeSpan? _firstEvent;
    private TimeSpan _sessionAge;
    private long _bytesSent;
    private long _bytesFullReplay;
    private int _sends;

    public void Sent(CreateFrame frame, TimeSpan sessionAge)
    {
        _sends++;
        _bytesSent += frame.Utf8Json.Length;
        _bytesFullReplay = frame.FullReplayBytes;
        _sessionAge = sessionAge;
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
            BytesSent = _bytesSent,
            BytesFullReplay = _bytesFullReplay,
            Sends = _sends,
            SessionAge = _sessionAge,
            FirstEvent = _firstEvent ?? duration,
            Duration = duration,
        };
    }
}
