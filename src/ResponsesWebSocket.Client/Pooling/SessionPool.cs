using ResponsesWebSocket.Client.Connections;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Pooling;

/// <summary>
/// Which session and lane a turn gets. Capacity is a budget, not an error: what does not fit into the sessions there are has
/// another one opened, up to the limit, and past it turns wait in order of arrival.
/// </summary>
internal sealed class SessionPool : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    private readonly Func<CancellationToken, Task<Session>> _open;
    private readonly EndpointProfile _profile;
    private readonly LaneSupport _lanes;
    private readonly int _maxSessions;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<PooledSession> _sessions = [];
    private readonly WaitingLine _line = new();
    private readonly LaneChoice _choice;
    private readonly HashSet<Task> _openings = [];
    private readonly CancellationTokenSource _disposing = new();

    /// <param name="open">Opens a session.</param>
    /// <param name="profile">What the endpoint can do.</param>
    /// <param name="lanes">Whether it has lanes.</param>
    /// <param name="maxSessions">How many sessions may take turns at once.</param>
    /// <param name="isOccupied">Whether a lane holds the context of a conversation that may go on.</param>
    /// <param name="time">The clock by which lanes count as unused.</param>
    public SessionPool(
        Func<CancellationToken, Task<Session>> open,
        EndpointProfile profile,
        LaneSupport lanes,
        int maxSessions,
        Func<LaneKey, bool> isOccupied,
        TimeProvider time)
    {
        _open = open;
        _profile = profile;
        _lanes = lanes;
        _maxSessions = maxSessions;
        _time = time;
        _choice = new LaneChoice(_sessions, profile, lanes, maxSessions, isOccupied);
    }

    /// <summary>The open session of that lane.</summary>
    public Session? Find(LaneKey key)
    {
        lock (_gate)
        {
            return _sessions.Find(session => session.Session.Number == key.Session && session.Session.IsOpen)?.Session;
        }
    }

    /// <summary>A lane, as near to the wish as can be had.</summary>
    /// <exception cref="ResponsesWebSocketException">A session was needed and could not be opened.</exception>
    public async ValueTask<Lease> LeaseAsync(LaneWish wish, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposing.IsCancellationRequested, typeof(ResponsesWebSocketClient));
            if (Choose(wish) is { } lease)
            {
                return lease;
            }

            waiter = new Waiter(wish);
            _line.Join(waiter);
            OpenWhatIsMissing();
        }

        try
        {
            return await waiter.Served.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await LeaveAsync(waiter).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Takes a lane back when the service has finished with an abandoned turn. When that takes too long the session gets no new
    /// turns: what the lane holds is of no use any more, and its slot is not to be had.
    /// </summary>
    public async Task ReturnAfterAsync(Task ended, Lane lane)
    {
        try
        {
            await ended.WaitAsync(DrainLimit, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Strand(lane);
            await ended.ConfigureAwait(false);
        }

        Return(lane);
    }

    /// <summary>Takes a lane back, for the first in the line if there is one. Called when its turn has ended on the wire.</summary>
    public void Return(Lane lane)
    {
        lock (_gate)
        {
            lane.LastUsed = _time.GetTimestamp();
            if (_sessions.Find(session => session.Session == lane.Session) is { } session)
            {
                session.Give(lane);
                EndIfDone(session);
                ServeLine();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Session[] sessions;
        Task[] openings;
        lock (_gate)
        {
            _disposing.Cancel();
            sessions = [.. _sessions.Select(static session => session.Session)];
            openings = [.. _openings];
            FailWaiting(_line.Count, new ObjectDisposedException(typeof(ResponsesWebSocketClient).FullName));
        }

        foreach (var session in sessions)
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(openings).ConfigureAwait(false);
    }

    private Lease? Choose(in LaneWish wish)
    {
        if (_choice.Choose(wish, _openings.Count) is not var (session, lane))
        {
            return null;
        }

        session.Take(lane);
        return new Lease(this, lane);
    }

    private void ServeLine()
    {
        while (_line.First is { } first && Choose(first.Wish) is { } lease)
        {
            _line.Leave(first);
            first.Serve(lease);
        }

        OpenWhatIsMissing();
    }

    /// <summary>One session for as many waiting turns as it will have slots.</summary>
    private void OpenWhatIsMissing()
    {
        while (_line.Count > _openings.Count * _choice.Slots
            && !_disposing.IsCancellationRequested
            && _openings.Count + _sessions.Count(static session => !session.IsRetired) < _maxSessions)
        {
            var opened = new TaskCompletionSource();
            _openings.Add(opened.Task);
            _ = OpenAsync(opened);
        }
    }

    private async Task OpenAsync(TaskCompletionSource opened)
    {
        try
        {
            // Off the caller's path: the lock is held there.
            await Task.Yield();
            var session = await _open(_disposing.Token).ConfigureAwait(false);
            Add(session, opened.Task);
            _ = session.Broken.ContinueWith((_, state) => Remove((Session)state!), session, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if (_disposing.IsCancellationRequested)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception cause)
        {
            // The turns it was meant for hear of it; those behind them may be served by the sessions there are.
            lock (_gate)
            {
                _openings.Remove(opened.Task);
                FailWaiting(_choice.Slots, cause);
                ServeLine();
            }
        }
        finally
        {
            opened.SetResult();
        }
    }

    private void Add(Session session, Task opening)
    {
        lock (_gate)
        {
            _openings.Remove(opening);
            _sessions.Add(new PooledSession(session, _profile, _lanes));
            ServeLine();
        }
    }

    private void Remove(Session session)
    {
        lock (_gate)
        {
            _sessions.RemoveAll(pooled => pooled.Session == session);
            ServeLine();
        }
    }

    private void Strand(Lane lane)
    {
        lock (_gate)
        {
            if (_sessions.Find(session => session.Session == lane.Session) is { } session)
            {
                session.Strand(lane);
                EndIfDone(session);
                ServeLine();
            }
        }
    }

    private static void EndIfDone(PooledSession session)
    {
        if (session.IsDone)
        {
            session.Session.Break(new ConnectionLostException($"The service did not end an abandoned turn within {DrainLimit}."));
        }
    }

    private void FailWaiting(int count, Exception cause)
    {
        for (; count > 0 && _line.First is { } first; count--)
        {
            _line.Leave(first);
            first.Fail(cause is ResponsesWebSocketException failure ? failure.For(DeliveryState.NotSent) : cause);
        }
    }

    /// <summary>Served and cancelled at the same moment: what was handed over goes to the next one.</summary>
    private async Task LeaveAsync(Waiter waiter)
    {
        lock (_gate)
        {
            _line.Leave(waiter);
        }

        if (waiter.Served.IsCompletedSuccessfully)
        {
            (await waiter.Served.ConfigureAwait(false)).Dispose();
        }
        else
        {
            // Failed as well: the caller left and is told that, not this.
            _ = waiter.Served.Exception;
        }
    }
}
