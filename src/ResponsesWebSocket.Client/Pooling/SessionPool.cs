using ResponsesWebSocket.Client.Connections;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Pooling;

/// <summary>
/// Which session and lane a turn gets. Capacity is a budget, not an error: what does not fit into the sessions there are has
/// another one opened, up to the limit, and past it turns wait in order of arrival.
/// </summary>
internal sealed class SessionPool : ILaneOwner, IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    private readonly Func<CancellationToken, Task<Session>> _open;
    private readonly Func<TimeSpan> _maxAge;
    private readonly EndpointProfile _profile;
    private readonly LaneSupport _lanes;
    private readonly int _maxSessions;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<PooledSession> _sessions = [];
    private readonly WaitingLine _line = new();
    private readonly LaneChoice _choice;
    private readonly HashSet<Opening> _openings = [];
    private readonly CancellationTokenSource _disposing = new();

    /// <param name="open">Opens a session.</param>
    /// <param name="maxAge">How old the next session may grow.</param>
    /// <param name="profile">What the endpoint can do.</param>
    /// <param name="lanes">Whether it has lanes.</param>
    /// <param name="maxSessions">How many sessions may take turns at once.</param>
    /// <param name="isOccupied">Whether a lane holds the context of a conversation that may go on.</param>
    /// <param name="time">The clock by which lanes count as unused.</param>
    public SessionPool(
        Func<CancellationToken, Task<Session>> open,
        Func<TimeSpan> maxAge,
        EndpointProfile profile,
        LaneSupport lanes,
        int maxSessions,
        Func<LaneKey, bool> isOccupied,
        TimeProvider time)
    {
        _open = open;
        _maxAge = maxAge;
        _profile = profile;
        _lanes = lanes;
        _maxSessions = maxSessions;
        _time = time;
        _choice = new LaneChoice(_sessions, profile, lanes, maxSessions, isOccupied);
    }

    /// <summary>Told of each session that opens, and how old it may grow.</summary>
    public Action<Session, TimeSpan>? Opened { get; set; }

    /// <summary>What there is now: open sessions, lanes in use, turns that wait.</summary>
    public (int Sessions, int Lanes, int Waiting) Load
    {
        get
        {
            lock (_gate)
            {
                return (_sessions.Count(static pooled => pooled.Session.IsOpen), _sessions.Sum(static pooled => pooled.InFlight), _line.Count);
            }
        }
    }

    /// <summary>Why a turn cannot go on from that lane, or beside it.</summary>
    public PlanReason WhyNot(LaneKey key)
    {
        lock (_gate)
        {
            return _sessions.Find(session => session.Session.Number == key.Session) switch
            {
                { IsUsable: true } => PlanReason.LaneBusy,
                { Session.IsOpen: true } => PlanReason.SessionTooOld,
                _ => PlanReason.SessionLost,
            };
        }
    }

    /// <summary>The session's end is near: conversations begin elsewhere, and another one may be opened in its place.</summary>
    public void Age(Session session) => Change(session, static pooled => pooled.GrowOld());

    /// <summary>The session takes no more turns, and is closed when those it has are done.</summary>
    public void Retire(Session session) => Change(session, static pooled => pooled.Retire());

    /// <summary>Closes a session on which no turn runs.</summary>
    /// <returns>False when one does.</returns>
    public bool RetireIfIdle(Session session)
    {
        lock (_gate)
        {
            if (_sessions.Find(pooled => pooled.Session == session) is not { InFlight: 0 } idle)
            {
                return false;
            }

            idle.Retire();
            EndIfDone(idle);
            return true;
        }
    }

    /// <summary>A session opened ahead of need, or one that is there and has a lane that holds nothing; null when no more may be opened.</summary>
    /// <exception cref="ResponsesWebSocketException">It could not be opened.</exception>
    public async Task<Session?> OpenAheadAsync()
    {
        Task<Session> opening;
        lock (_gate)
        {
            if (_sessions.Find(session => !session.IsAging && _choice.HasRoom(session)) is { } ready)
            {
                return ready.Session;
            }

            if (_openings.FirstOrDefault(static opening => !opening.IsGivenUp) is { } underWay)
            {
                opening = underWay.Result;
            }
            else if (!MayOpenAnother)
            {
                return null;
            }
            else
            {
                opening = BeginOpening(isAhead: true);
            }
        }

        return await opening.ConfigureAwait(false);
    }

    /// <summary>Takes a session that was opened for no turn, to find out whether one can be.</summary>
    /// <returns>False when there may not be another one.</returns>
    public bool TryAdopt(Session session) => Add(session, opening: null);

    /// <summary>A lane of that session that holds nothing.</summary>
    public Lease? TryLeaseOn(Session session)
    {
        lock (_gate)
        {
            return _sessions.Find(pooled => pooled.Session == session) is { } pooled && _choice.ChooseOn(pooled) is { } lane ? Take(pooled, lane) : null;
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
            Change(lane.Session, pooled => pooled.Strand(lane));
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
        Opening[] openings;
        Task ending;
        lock (_gate)
        {
            // What listens to the token is code of others, and is not called under the lock.
            ending = _disposing.CancelAsync();
            sessions = [.. _sessions.Select(static session => session.Session)];
            openings = [.. _openings];
            FailWaiting(_line.Count, new ObjectDisposedException(typeof(ResponsesWebSocketClient).FullName));
        }

        foreach (var session in sessions)
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(openings.Select(static opening => opening.Ended).Prepend(ending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool MayOpenAnother => !_disposing.IsCancellationRequested && _openings.Count + _choice.Count < _maxSessions;

    private Lease? Choose(in LaneWish wish) => _choice.Choose(wish, _openings.Count) is var (session, lane) ? Take(session, lane) : null;

    private Lease Take(PooledSession session, Lane lane)
    {
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
        while (_line.Count > _openings.Count * _choice.Slots && MayOpenAnother)
        {
            _ = BeginOpening(isAhead: false);
        }
    }

    private Task<Session> BeginOpening(bool isAhead)
    {
        var opening = new Opening(isAhead, _disposing.Token);
        _openings.Add(opening);
        // Whoever happens to need it first: the session is no turn's own.
        _ = OwnFlow.Start(() => OpenAsync(opening));
        return opening.Result;
    }

    private async Task OpenAsync(Opening opening)
    {
        try
        {
            var session = await _open(opening.Token).ConfigureAwait(false);
            _ = Add(session, opening);
            if (_disposing.IsCancellationRequested)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }

            opening.Succeed(session);
        }
        catch (Exception cause)
        {
            lock (_gate)
            {
                _openings.Remove(opening);
                if (!opening.IsGivenUp)
                {
                    // The turns it was meant for hear of it; those behind them may be served by the sessions there are.
                    FailWaiting(_choice.Slots, cause);
                }

                ServeLine();
            }

            opening.Fail(cause);
        }
    }

    private bool Add(Session session, Opening? opening)
    {
        var maxAge = _maxAge();
        lock (_gate)
        {
            if (opening is null ? !MayOpenAnother : !_openings.Remove(opening))
            {
                return false;
            }

            _sessions.Add(new PooledSession(session, _profile, _lanes, maxAge));
            ServeLine();
        }

        Opened?.Invoke(session, maxAge);
        _ = session.Broken.ContinueWith((_, state) => Remove((Session)state!), session, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return true;
    }

    private void Remove(Session session)
    {
        lock (_gate)
        {
            _sessions.RemoveAll(pooled => pooled.Session == session);
            ServeLine();
        }
    }

    private void Change(Session session, Action<PooledSession> change)
    {
        lock (_gate)
        {
            if (_sessions.Find(pooled => pooled.Session == session) is { } pooled)
            {
                change(pooled);
                EndIfDone(pooled);
                ServeLine();
            }
        }
    }

    /// <summary>Elsewhere: the end of a session is logged and told to others, and the lock is held here.</summary>
    private static void EndIfDone(PooledSession session)
    {
        if (session is { IsDone: true, InFlight: > 0 })
        {
            _ = OwnFlow.Start(() => Task.FromResult(session.Session.Break(new ConnectionLostException($"The service did not end an abandoned turn within {DrainLimit}."))));
        }
        else if (session.IsDone)
        {
            _ = OwnFlow.Start(() => session.Session.CloseAsync(new ConnectionLostException("The socket took no more turns.") { IsOwnWish = true }).AsTask());
        }
    }

    private void FailWaiting(int count, Exception cause)
    {
        for (; count > 0 && _line.First is { } first; count--)
        {
            _line.Leave(first);
            first.Fail(cause);
            // Each turn has an exception of its own.
            cause = cause is ResponsesWebSocketException failure ? failure.For(DeliveryState.NotSent) : cause;
        }
    }

    /// <summary>Served and cancelled at the same moment: what was handed over goes to the next one.</summary>
    private async Task LeaveAsync(Waiter waiter)
    {
        lock (_gate)
        {
            _line.Leave(waiter);
            foreach (var opening in _openings.Where(opening => _line.Count == 0 && !opening.IsAhead))
            {
                opening.GiveUp();
            }
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
