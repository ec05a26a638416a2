using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Sessions;

internal enum LaneState
{
    /// <summary>Turns may be sent here.</summary>
    Usable,

    /// <summary>The service refused the name: no turn may be sent here.</summary>
    Refused,

    /// <summary>A turn was given up here that the service may still answer: what comes is nobody's.</summary>
    Quarantined,
}

/// <summary>An ordered stream inside a session: at most one turn in flight, the next one only after its end.</summary>
internal sealed class Lane(Session session, string? streamId)
{
    private readonly Lock _gate = new();
    private readonly List<Turn> _forks = [];
    private State<LaneState> _state = new(LaneState.Usable);
    private Turn? _current;
    private string? _endedResponse;

    public Session Session { get; } = session;

    public string? StreamId { get; } = streamId;

    public LaneKey Key => new(Session.Number, StreamId);

    /// <summary>When a turn last ended here, as a timestamp of the session's clock.</summary>
    public long LastUsed { get; set; }

    /// <summary>When the conversation came here whose context the lane holds.</summary>
    public long HeldSince { get; set; }

    /// <summary>How long that conversation pauses between its turns, by the last ones; null when it had only one here.</summary>
    public TimeSpan? Pause { get; set; }

    public LaneState State
    {
        get
        {
            lock (_gate)
            {
                return _state.Current;
            }
        }
    }

    /// <summary>When the turn in flight was handed over, in the session's order; null when there is none.</summary>
    public long? Sending { get; private set; }

    /// <summary>The turn that has not ended on the wire.</summary>
    public Turn? InFlight
    {
        get
        {
            lock (_gate)
            {
                return _current is { Ended.IsCompleted: false } turn ? turn : null;
            }
        }
    }

    /// <summary>The service has refused the name.</summary>
    public void Refuse()
    {
        lock (_gate)
        {
            _state.TryChangeState(LaneState.Usable, LaneState.Refused);
        }
    }

    /// <summary>The turn in flight was given up, and what still comes of it is nobody's. Counts for more than a refused name: the socket takes no turns any more.</summary>
    public void Quarantine()
    {
        lock (_gate)
        {
            _state.ChangeState(_state.Current, LaneState.Quarantined);
        }
    }

    /// <summary>A turn on another lane that continues from what this lane holds: it must have its parent before this lane moves on.</summary>
    public void AddForkBarrier(Turn fork)
    {
        lock (_gate)
        {
            _forks.RemoveAll(static known => known.ParentBound.IsCompleted);
            _forks.Add(fork);
        }
    }

    /// <summary>
    /// Sends a turn. Waits for those that fork off from here to have their parent, since the service gives it up when the lane
    /// moves on.
    /// </summary>
    /// <returns>Whether the whole frame is on the wire.</returns>
    public async Task<bool> SendAsync(Turn turn, ReadOnlyMemory<byte> frame)
    {
        Task[] forks;
        lock (_gate)
        {
            if (_current is { Ended.IsCompleted: false })
            {
                throw new InvalidOperationException($"Lane {Key} has a turn in flight.");
            }

            _endedResponse = _current?.ResponseId;
            _current = turn;
            Sending = Session.NextSending();
            forks = [.. _forks.Select(static fork => fork.ParentBound)];
            _forks.Clear();
        }

        // A turn that is abandoned meanwhile has nothing to wait for.
        await Task.WhenAny(Task.WhenAll(forks), turn.Ended).ConfigureAwait(false);
        return await Session.SendAsync(turn, frame).ConfigureAwait(false);
    }

    /// <returns>Whether a turn was there to take the frame.</returns>
    public bool Deliver(in ServerEvent frame, int bytes)
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
        return turn is not null || State == LaneState.Quarantined;
    }

    public void Fail(ResponsesWebSocketException cause) => InFlight?.Fail(cause);
}
