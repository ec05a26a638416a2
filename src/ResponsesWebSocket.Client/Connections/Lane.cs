using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Connections;

/// <summary>An ordered stream inside a session: at most one turn in flight, the next one only after its end.</summary>
internal sealed class Lane(Session session, string? streamId)
{
    private readonly Lock _gate = new();
    private Turn? _current;
    private string? _endedResponse;

    public Session Session { get; } = session;

    public string? StreamId { get; } = streamId;

    public LaneKey Key => new(Session.Number, StreamId);

    /// <summary>When a turn last ended here, as a timestamp of the session's clock.</summary>
    public long LastUsed { get; set; }

    /// <summary>Sends a turn. Returns when its frame is on the wire or the session has failed it.</summary>
    public async Task SendAsync(Turn turn, ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            if (_current is { Ended.IsCompleted: false })
            {
                throw new InvalidOperationException($"Lane {Key} has a turn in flight.");
            }

            _endedResponse = _current?.ResponseId;
            _current = turn;
        }

        await Session.SendAsync(turn, frame).ConfigureAwait(false);
    }

    /// <returns>Whether a turn was there to take the frame.</returns>
    public bool Deliver(in InboundFrame frame, int bytes)
    {
        lock (_gate)
        {
            // A failed response may be told twice, as error and as response.failed: not the next turn's failure.
            if (frame.ResponseId is { } named && (named == _endedResponse || (_current is { Ended.IsCompleted: true } ended && named == ended.ResponseId)))
            {
                return true;
            }
        }

        var turn = InFlight;
        turn?.Deliver(frame, bytes);
        return turn is not null;
    }

    public void Fail(ResponsesWebSocketException cause) => InFlight?.Fail(cause);

    private Turn? InFlight
    {
        get
        {
            lock (_gate)
            {
                return _current is { Ended.IsCompleted: false } turn ? turn : null;
            }
        }
    }
}
