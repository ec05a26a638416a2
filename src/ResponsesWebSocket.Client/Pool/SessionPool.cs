using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Telemetry;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Pool;

/// <summary>
/// Which session and lane a turn gets. Capacity is a budget, not an error: what does not fit into the sessions there are has
/// another one opened, up to the limit, and past it turns wait in order of arrival.
/// </summary>
internal sealed class SessionPool : ILaneOwner, IAsyncDisposable
{
    private readonly OpenSession _open;
    private readonly ResponsesWebSocketOptions _options;
    private readonly EndpointCapabilities _endpoint;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<PooledSession> _sessions = [];
    private readonly LeaseQueue _line = new();
    private readonly EvictionPolicy _eviction;
    private readonly LaneSelector _choice;
    private readonly PendingSessions _openings;
    private readonly DoneSessions _done = new();
    private readonly CancellationTokenSource _disposing = new();
    private bool _isDisposed;

    /// <param name="open">Opens a session; takes what adopts one that is opened for nobody.</param>
    /// <param name="isOccupied">Whether a lane holds the context of a conversation that may go on. Called under the pool's lock.</param>
    /// <param name="context">How many sessions may take turns at once, for how long a context is kept, and what the endpoint can do.</param>
    public SessionPool(OpenSession open, Func<LaneKey, bool> isOccupied, ClientContext context)
    {
        _open = open;
        _options = context.Options;
        _endpoint = context.Endpoint;
        _time = context.Time;
        _openings = new PendingSessions(_time);
        _eviction = new EvictionPolicy(_options.ContextLifetime, _time);
        _choice = new LaneSelector(_sessions, isOccupied, _eviction);
    }

    /// <summary>Tells of each session that opens, and how old it may grow.</summary>
    public event Action<Session, TimeSpan>? Opened;

    /// <summary>What there is now: open sessions, lanes in use, turns that wait.</summary>
    public ClientLoad Load
    {
        get
        {
            lock (_gate)
            {
                return new(_sessions.Count(static pooled => pooled.Session.IsOpen), _sessions.Sum(static pooled => pooled.InFlight), _line.Count);
            }
        }
    }

    /// <summary>Why a turn cannot go on from that lane, or beside it.</summary>
    public PlanReason GetUnavailableReason(LaneKey key)
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

    /// <summary>The session's end has come near: for turns that wait another one may be opened in its place.</summary>
    public void GrowOld(Session session) => Change(session, static _ => { });

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
            _done.NoteIfDone(idle);
        }

        _done.Close();
        return true;
    }

    /// <summary>
    /// A session opened ahead of need, or one that is there and has a lane that holds nothing; null when no more may be opened.
    /// </summary>
    /// <exception cref="ResponsesWebSocketException">It could not be opened.</exception>
    public async Task<Session?> OpenAheadAsync()
    {
        Task<Session> opening;
        lock (_gate)
        {
            if (_sessions.Find(session => session.IsYoung && _choice.HasRoom(session)) is { } ready)
            {
                return ready.Session;
            }

            if (_openings.Wanted is { } underWay)
            {
                underWay.KeepAhead();
                opening = underWay.Result;
            }
            else if (!MayOpenAnother_NeedsLock)
            {
                return _sessions.Find(session => !session.IsAging && _choice.HasRoom(session))?.Session;
            }
            else
            {
                opening = BeginOpening_NeedsLock(isAhead: true);
            }
        }

        return await opening.ConfigureAwait(false);
    }

    /// <summary>A lane of that session that holds nothing.</summary>
    public LaneLease? TryLeaseOn(Session session)
    {
        lock (_gate)
        {
            return _sessions.Find(pooled => pooled.Session == session) is { } pooled && _choice.ChooseOn(pooled) is { } lane ? Take_NeedsLock(pooled, lane, default) : null;
        }
    }

    /// <summary>A lane, as near to the wish as can be had.</summary>
    /// <exception cref="ResponsesWebSocketException">A session was needed and could not be opened.</exception>
    public async ValueTask<LaneLease> LeaseAsync(LanePreference preference, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        PendingLease pendingLease;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(ResponsesWebSocketClient));
            if (Choose_NeedsLock(preference) is { } lease)
            {
                return lease;
            }

            pendingLease = new PendingLease(preference);
            _line.Join(pendingLease);
            OpenWhatIsMissing_NeedsLock();
        }

        try
        {
            return await pendingLease.WaitAsync(_time, LetMove, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await LeaveAsync(pendingLease).ConfigureAwait(false);
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
            await ended.WaitAsync(DoneSessions.DrainLimit, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Change(lane.Session, pooled => pooled.MarkStuck(lane));
            await ended.ConfigureAwait(false);
        }

        Return(lane, hold: null);
    }

    public void Return(Lane lane, Action? hold)
    {
        lock (_gate)
        {
            try
            {
                hold?.Invoke();
            }
            finally
            {
                lane.LastUsed = _time.GetTimestamp();
                if (_sessions.Find(session => session.Session == lane.Session) is { } session)
                {
                    session.Give(lane);
                    _done.NoteIfDone(session);
                    ServeLine_NeedsLock();
                }
            }
        }

        _done.Close();
    }

    public async ValueTask DisposeAsync()
    {
        Session[] sessions;
        Task[] openings;
        lock (_gate)
        {
            _isDisposed = true;
            sessions = [.. _sessions.Select(static session => session.Session)];
            openings = _openings.Ends();
            _line.Fail(_line.Count, new ObjectDisposedException(typeof(ResponsesWebSocketClient).FullName));
        }

        // Not under the lock: handlers of the application may hear of it.
        await _disposing.CancelAsync().ConfigureAwait(false);
        foreach (var session in sessions)
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(openings).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool HasSlot_NeedsLock() => _sessions.Exists(static session => session.HasSlot);

    private int Slots => PooledSession.Slots(_endpoint);

    /// <summary>The sessions that count against the limit. One whose successor is on its way, or there, does not.</summary>
    private int Counted_NeedsLock => _openings.Count + _sessions.Count(static session => session is { IsUsable: true, IsAging: false });

    private bool MayOpenAnother_NeedsLock => !_isDisposed && Counted_NeedsLock < _options.MaxSessions;

    /// <summary>Whether a young context may be given up: no socket is on its way or may be opened that would take the turn instead.</summary>
    private bool MayEvict_NeedsLock() => (_openings.Count == 0 && !MayOpenAnother_NeedsLock) || _openings.HaveJustFailed;

    private LaneLease? Choose_NeedsLock(LanePreference preference) => _choice.Choose(preference, MayEvict_NeedsLock) is var (session, lane) ? Take_NeedsLock(session, lane, preference) : null;

    private LaneLease Take_NeedsLock(PooledSession session, Lane lane, in LanePreference preference)
    {
        _eviction.Take(lane, isHolder: preference.Lane == lane.Key);
        session.Take(lane);
        return new LaneLease(this, lane);
    }

    private void LetMove(PendingLease pendingLease)
    {
        lock (_gate)
        {
            pendingLease.Move();
            ServeLine_NeedsLock();
        }
    }

    private void ServeLine_NeedsLock()
    {
        _line.Serve(Choose_NeedsLock, HasSlot_NeedsLock);
        OpenWhatIsMissing_NeedsLock();
    }

    /// <summary>One session for as many waiting turns as it will have slots.</summary>
    private void OpenWhatIsMissing_NeedsLock()
    {
        while (_line.Count > _openings.Count * Slots && MayOpenAnother_NeedsLock)
        {
            _ = BeginOpening_NeedsLock(isAhead: false);
        }
    }

    private Task<Session> BeginOpening_NeedsLock(bool isAhead)
    {
        var opening = _openings.Begin(isAhead, _disposing.Token);
        // Whoever happens to need it first: the session is no turn's own.
        _ = BackgroundWork.StartWithoutContext(() => OpenAsync(opening));
        return opening.Result;
    }

    private async Task OpenAsync(PendingSession opening)
    {
        try
        {
            var session = await _open(opened => Add(opened, opening: null), opening.Token).ConfigureAwait(false);
            _ = Add(session, opening);
            if (_isDisposed)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }

            opening.Succeed(session);
        }
        catch (Exception cause)
        {
            lock (_gate)
            {
                _openings.Fail(opening);
                if (!opening.IsCancelled)
                {
                    // Who can be served at the cost of a context is; of the others those hear of it that it was meant for.
                    _line.Serve(Choose_NeedsLock, HasSlot_NeedsLock);
                    _line.Fail(Slots, cause);
                }

                ServeLine_NeedsLock();
            }

            opening.Fail(cause);
        }
    }

    /// <summary>By chance a little less than allowed, so that sockets opened together do not end together.</summary>
    private TimeSpan NextMaxAge()
    {
        var allowed = _options.MaxConnectionAge ?? (_endpoint.Profile.MaxAge == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : _endpoint.Profile.MaxAge / 12 * 11);
        return allowed == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : allowed * (1 - (Random.Shared.NextDouble() / 10));
    }

    /// <param name="session">The session.</param>
    /// <param name="opening">Which opening brought it; null for one that was opened for no turn, to find out whether one can be.</param>
    private bool Add(Session session, PendingSession? opening)
    {
        var maxAge = NextMaxAge();
        lock (_gate)
        {
            if (opening is null ? !MayOpenAnother_NeedsLock : !_openings.Succeed(opening))
            {
                return false;
            }

            _openings.ForgetFailure();
            _sessions.Add(new PooledSession(session, _endpoint, maxAge));
            ServeLine_NeedsLock();
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
            ServeLine_NeedsLock();
        }
    }

    private void Change(Session session, Action<PooledSession> change)
    {
        lock (_gate)
        {
            if (_sessions.Find(pooled => pooled.Session == session) is { } pooled)
            {
                change(pooled);
                _done.NoteIfDone(pooled);
                ServeLine_NeedsLock();
            }
        }

        _done.Close();
    }

    /// <summary>Served and cancelled at the same moment: what was handed over goes to the next one.</summary>
    private async Task LeaveAsync(PendingLease pendingLease)
    {
        lock (_gate)
        {
            _line.Leave(pendingLease);
            if (_line.Count == 0)
            {
                _openings.GiveUp();
            }
        }

        if (pendingLease.Served.IsCompletedSuccessfully)
        {
            (await pendingLease.Served.ConfigureAwait(false)).Dispose();
        }
        else
        {
            // Failed as well: the caller left and is told that, not this.
            _ = pendingLease.Served.Exception;
        }
    }
}
