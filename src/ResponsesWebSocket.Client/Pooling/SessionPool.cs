using ResponsesWebSocket.Client.Connections;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Pooling;

/// <summary>
/// Which lane a turn gets. A lane that holds a conversation's context is left to that conversation as long as another lane can
/// be had; capacity is a budget, not an error: past it the longest unused lane changes hands, and past that turns wait in
/// order of arrival.
/// </summary>
/// <param name="open">Opens a session.</param>
/// <param name="maxSessions">How many may be open at once.</param>
/// <param name="isOccupied">Whether a lane holds the context of a conversation that may go on.</param>
/// <param name="time">The clock by which lanes count as unused.</param>
internal sealed class SessionPool(Func<CancellationToken, Task<Session>> open, int maxSessions, Func<LaneKey, bool> isOccupied, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    // Prompts that are never followed up would otherwise pay for a handshake each and leave a socket behind.
    private const int SessionsForNewConversations = 8;

    private readonly Lock _gate = new();
    private readonly List<Session> _sessions = [];
    private readonly HashSet<Lane> _idle = [];
    private readonly WaitingLine _line = new();
    private int _opening;
    private bool _disposed;

    /// <summary>The lane of that key, if it is there and free.</summary>
    public Lease? TryLease(LaneKey key)
    {
        lock (_gate)
        {
            return Take(lane => lane.Key == key);
        }
    }

    /// <summary>Whether the session of that lane is still open.</summary>
    public bool IsOpen(LaneKey key)
    {
        lock (_gate)
        {
            return _sessions.Exists(session => session.Number == key.Session && session.IsOpen);
        }
    }

    /// <summary>Any lane, the preferred one first.</summary>
    /// <param name="preferred">The lane that best takes the turn.</param>
    /// <param name="isNew">Whether the conversation begins with this turn, and may not be followed up.</param>
    /// <param name="cancellationToken">Leaves the line.</param>
    /// <exception cref="ResponsesWebSocketException">A session was needed and could not be opened.</exception>
    public async ValueTask<Lease> LeaseAsync(LaneKey? preferred, bool isNew, CancellationToken cancellationToken)
    {
        var waited = false;
        while (true)
        {
            Task<Lane?> turn;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, typeof(ResponsesWebSocketClient));
                if ((Take(lane => lane.Key == preferred) ?? Take(lane => !isOccupied(lane.Key))) is { } free)
                {
                    return free;
                }

                var sessions = _sessions.Count + _opening;
                if ((sessions >= maxSessions || (isNew && sessions >= SessionsForNewConversations)) && Take(static _ => true) is { } oldest)
                {
                    return oldest;
                }

                if (sessions < maxSessions)
                {
                    _opening++;
                    break;
                }

                turn = _line.Join(first: waited);
            }

            waited = true;
            if (await WaitAsync(turn, cancellationToken).ConfigureAwait(false) is { } handed)
            {
                return new Lease(this, handed);
            }
        }

        return await OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes a lane back when the service has finished with an abandoned turn. A service that takes too long for that loses
    /// the socket: what the lane holds is of no use any more, and others may be waiting for it.
    /// </summary>
    public async Task ReturnAfterAsync(Task ended, Lane lane)
    {
        try
        {
            await ended.WaitAsync(DrainLimit, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            lane.Session.Break(new ConnectionLostException($"The service did not end an abandoned turn within {DrainLimit}."));
        }

        Return(lane);
    }

    /// <summary>Takes a lane back, for the first in the line if there is one. Called when its turn has ended on the wire.</summary>
    public void Return(Lane lane)
    {
        lock (_gate)
        {
            lane.LastUsed = time.GetTimestamp();
            if (!lane.Session.IsOpen)
            {
                return;
            }

            if (!_line.Serve(lane))
            {
                _idle.Add(lane);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Session[] sessions;
        lock (_gate)
        {
            _disposed = true;
            sessions = [.. _sessions];
            while (_line.Serve(lane: null))
            {
                // Each finds the pool disposed and says so.
            }
        }

        foreach (var session in sessions)
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<Lease> OpenAsync(CancellationToken cancellationToken)
    {
        Session? session = null;
        bool disposed;
        try
        {
            session = await open(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _opening--;
                disposed = _disposed;
                if (session is null)
                {
                    _line.Serve(lane: null);
                }
                else if (!disposed)
                {
                    _sessions.Add(session);
                }
            }
        }

        if (disposed)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw new ObjectDisposedException(typeof(ResponsesWebSocketClient).FullName);
        }

        _ = session.Broken.ContinueWith((_, state) => Remove((Session)state!), session, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return new Lease(this, session.DefaultLane);
    }

    /// <summary>A lost session makes room for another: whoever is first in the line may open it.</summary>
    private void Remove(Session session)
    {
        lock (_gate)
        {
            _sessions.Remove(session);
            _idle.Remove(session.DefaultLane);
            _line.Serve(lane: null);
        }
    }

    /// <summary>The longest unused of the idle lanes that are wanted.</summary>
    private Lease? Take(Func<Lane, bool> wanted)
    {
        var lane = _idle.Where(idle => idle.Session.IsOpen && wanted(idle)).MinBy(static idle => idle.LastUsed);
        return lane is not null && _idle.Remove(lane) ? new Lease(this, lane) : null;
    }

    /// <summary>Served and cancelled at the same moment: what was handed over, a lane or the call to look again, goes to the next one.</summary>
    private void PassOn(Task<Lane?> turn)
    {
        lock (_gate)
        {
            _line.Leave(turn);
            if (turn is { IsCompleted: true, Result: null })
            {
                _line.Serve(lane: null);
            }
        }

        if (turn is { IsCompleted: true, Result: { } lane })
        {
            Return(lane);
        }
    }

    private async Task<Lane?> WaitAsync(Task<Lane?> turn, CancellationToken cancellationToken)
    {
        try
        {
            return await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            PassOn(turn);
            throw;
        }
    }
}
