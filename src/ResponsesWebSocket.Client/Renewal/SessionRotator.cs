using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Pool;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Telemetry;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Renewal;

/// <summary>
/// Make before break: ahead of a session's end its successor is opened and the conversations in use are made ready there. Does
/// the same for those whose tools run when a session is lost.
/// </summary>
internal sealed class SessionRotator : IAsyncDisposable
{
    // A conversation that was quiet for longer may never go on.
    private static readonly TimeSpan InUse = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private readonly SessionPool _pool;
    private readonly CheckpointIndex _index;
    private readonly ContextPrewarmer _prewarmer;
    private readonly ClientContext _context;
    private readonly CancellationTokenSource _disposing = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Begins to follow the pool's sessions.</summary>
    public SessionRotator(SessionPool pool, SessionOpener opener, CheckpointIndex index, ContextPrewarmer prewarmer, ClientContext context)
    {
        (_pool, _index, _prewarmer, _context) = (pool, index, prewarmer, context);
        pool.Opened += Watch;
        opener.Ended += Repair;
    }

    public void PreConnect() => Run(OpenAheadAsync);

    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync().ConfigureAwait(false);
        Task[] running;
        lock (_gate)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running).ConfigureAwait(false);
    }

    /// <summary>Keeps an eye on a session from its opening to its end.</summary>
    private void Watch(Session session, TimeSpan maxAge)
    {
        Run(() => GrowOldAsync(session, maxAge));
        if (_context.Options.IdleTimeout != Timeout.InfiniteTimeSpan)
        {
            Run(() => CloseWhenIdleAsync(session));
        }
    }

    /// <summary>
    /// Brings conversations back whose tools were running when their session was lost. A turn that was in flight is sent again by
    /// itself.
    /// </summary>
    private void Repair(Session session)
    {
        var waiting = _index.ReleaseSession(session.Number).Where(laneHistory => PrewarmContext.HasCalls(laneHistory) && !session.BusyAtEnd.Contains(laneHistory.Latest.Lane)).ToList();
        if (waiting.Count == 0 || !_context.Endpoint.Prewarming || !_context.Options.PrewarmContexts)
        {
            return;
        }

        Run(async () =>
        {
            if (await OpenAheadAsync().ConfigureAwait(false) is { } next)
            {
                await PrewarmAsync(waiting, next).ConfigureAwait(false);
            }
        });
    }

    private async Task GrowOldAsync(Session session, TimeSpan maxAge)
    {
        if (!await LivesAsync(session, PooledSession.AgingFrom(maxAge)).ConfigureAwait(false))
        {
            return;
        }

        _pool.GrowOld(session);
        await ReplaceAsync(session).ConfigureAwait(false);
        if (await LivesAsync(session, maxAge).ConfigureAwait(false))
        {
            Log.SessionRetired(_context.Logger, session.Name, session.Age);
            _pool.Retire(session);
        }
    }

    private async Task CloseWhenIdleAsync(Session session)
    {
        var idle = TimeSpan.Zero;
        while (await PauseAsync(session, _context.Options.IdleTimeout - idle).ConfigureAwait(false))
        {
            idle = session.Lanes.Any(static lane => lane.InFlight is not null)
                ? TimeSpan.Zero
                : _context.Time.GetElapsedTime(session.Lanes.Max(static lane => lane.LastUsed));
            if (idle >= _context.Options.IdleTimeout && _pool.RetireIfIdle(session))
            {
                return;
            }

            idle = idle < _context.Options.IdleTimeout ? idle : TimeSpan.Zero;
        }
    }

    private async Task ReplaceAsync(Session session)
    {
        var inUse = session.Lanes.Where(lane => _context.Time.GetElapsedTime(lane.LastUsed) < InUse).ToList();
        if (inUse.Count == 0 || await OpenAheadAsync().ConfigureAwait(false) is not { } successor || !_context.Options.PrewarmContexts)
        {
            return;
        }

        foreach (var lane in inUse)
        {
            // A turn in flight goes on where it is; what it leads to is made ready when it has ended.
            if (lane.InFlight is { } turn)
            {
                await Task.WhenAny(turn.Ended, session.Broken).WaitAsync(_disposing.Token).ConfigureAwait(false);
            }

            if (_index.LaneHistoryOf(lane.Key) is { } laneHistory)
            {
                await PrewarmAsync([laneHistory], successor).ConfigureAwait(false);
            }
        }
    }

    private async Task PrewarmAsync(List<LaneHistory> laneHistories, Session session)
    {
        foreach (var laneHistory in laneHistories)
        {
            if (_context.Endpoint.Prewarming && PrewarmContext.Of(laneHistory) is { } prewarm && await LeaseAsync(session).ConfigureAwait(false) is { } lease)
            {
                await _prewarmer.PrewarmAsync(lease, prewarm, laneHistory, _disposing.Token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// A lane that holds nothing, on that session or, where conversations brought at once have filled it, on another. Where sockets
    /// end as soon as they are opened, no more are.
    /// </summary>
    private async Task<LaneLease?> LeaseAsync(Session session)
    {
        for (Session? next = session; next is { IsOpen: true }; next = await OpenAheadAsync().ConfigureAwait(false))
        {
            if (_pool.TryLeaseOn(next) is { } lease)
            {
                return lease;
            }
        }

        return null;
    }

    private Task<Session?> OpenAheadAsync() => _pool.OpenAheadAsync().WaitAsync(_disposing.Token);

    /// <returns>False when the session ended before that age.</returns>
    private async Task<bool> LivesAsync(Session session, TimeSpan age)
    {
        // A sleep of the machine may hold the timer up, so the age is looked at anew.
        while (session.Age < age)
        {
            if (!await PauseAsync(session, age - session.Age).ConfigureAwait(false))
            {
                return false;
            }
        }

        return session.IsOpen;
    }

    /// <returns>False when the session ended.</returns>
    private async Task<bool> PauseAsync(Session session, TimeSpan pause)
    {
        try
        {
            await session.Broken.WaitAsync(WholeMilliseconds.Of(pause < LongestPause ? pause : LongestPause), _context.Time, _disposing.Token).ConfigureAwait(false);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private void Run(Func<Task> work)
    {
        lock (_gate)
        {
            if (_disposing.IsCancellationRequested)
            {
                return;
            }

            var task = BackgroundWork.StartWithoutContext(() => RunAsync(work));
            if (!task.IsCompleted)
            {
                _running.Add(task);
                _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private async Task RunAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception cause) when (_disposing.IsCancellationRequested && cause is (OperationCanceledException or ObjectDisposedException or ResponsesWebSocketException))
        {
            // The client is going away, and with it what was to be made ready. The pool may have gone first, or the connection that was being opened.
        }
        catch (ResponsesWebSocketException cause)
        {
            Log.PrewarmFailed(_context.Logger, session: default, cause.GetType().Name);
        }
    }

    private void Forget(Task task)
    {
        lock (_gate)
        {
            _running.Remove(task);
        }
    }
}
