namespace ResponsesWebSocket.Client.Sessions;

/// <summary>
/// Measures how long a turn has heard nothing. One timer for the turn's whole life: an event only leaves its time, so that
/// neither reading nor waiting costs a timer.
/// </summary>
internal sealed class InactivityTimer : IDisposable
{
    // How often it is looked at the clock of the day: a machine that slept counts the time of a timer from where it stood.
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(30);

    // A clock of the day that runs ahead by less is being set right.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly InactivityTimeouts _limits;
    private readonly TimeProvider _time;
    private readonly Action<WaitPhase> _expired;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly TimeSpan _tick;
    private WaitPhase _waitingFor = WaitPhase.Write;
    private long _since;
    private long _looked;
    private DateTimeOffset _lookedAt;
    private TimeSpan _slept;
    private bool _isOver;

    /// <param name="limits">How long silence may last.</param>
    /// <param name="time">The clock.</param>
    /// <param name="expired">Called once, on a timer's thread, when it lasted too long.</param>
    public InactivityTimer(InactivityTimeouts limits, TimeProvider time, Action<WaitPhase> expired)
    {
        _limits = limits;
        _time = time;
        _expired = expired;
        // Never longer than any limit, so that it is soon enough whatever the turn comes to wait for.
        _tick = Least(limits.FirstEvent, Least(limits.InterEvent, LongestTick));
        _since = _looked = time.GetTimestamp();
        _lookedAt = time.GetUtcNow();
        _timer = time.CreateTimer(static state => ((InactivityTimer)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            Arm_NeedsLock(TimeSpan.Zero);
        }
    }

    /// <summary>The last sign of life, as a timestamp: an event of the turn, or its frame on the wire.</summary>
    public long Since => Interlocked.Read(ref _since);

    /// <summary>The frame is on the wire; unless an event came before that was known, it is the first event's turn.</summary>
    public void Written()
    {
        lock (_gate)
        {
            if (_waitingFor == WaitPhase.Write)
            {
                Hear_NeedsLock(WaitPhase.FirstEvent);
                Arm_NeedsLock(TimeSpan.Zero);
            }
        }
    }

    /// <summary>An event of the turn.</summary>
    public void Heard()
    {
        lock (_gate)
        {
            Hear_NeedsLock(WaitPhase.InterEvent);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        _timer.Dispose();
    }

    private TimeSpan Limit => _waitingFor == WaitPhase.FirstEvent ? _limits.FirstEvent : _limits.InterEvent;

    private void Hear_NeedsLock(WaitPhase next)
    {
        _waitingFor = next;
        Interlocked.Exchange(ref _since, _time.GetTimestamp());
        _slept = TimeSpan.Zero;
    }

    private void Look()
    {
        WaitPhase expired;
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            var silent = _time.GetElapsedTime(_since);
            if (Limit == Timeout.InfiniteTimeSpan || silent + _slept < Limit)
            {
                NoticeSleep_NeedsLock();
                Arm_NeedsLock(silent);
                return;
            }

            _isOver = true;
            expired = _waitingFor;
        }

        _expired(expired);
    }

    /// <summary>
    /// Time in which the machine slept counts as silence. What came in meanwhile still has to be read, so it never ends the turn
    /// at this look but at the next.
    /// </summary>
    private void NoticeSleep_NeedsLock()
    {
        var byTheDay = _time.GetUtcNow() - _lookedAt;
        var slept = byTheDay - _time.GetElapsedTime(_looked);
        _slept += slept > Slack ? slept : TimeSpan.Zero;
        _looked = _time.GetTimestamp();
        _lookedAt = _time.GetUtcNow();
    }

    private void Arm_NeedsLock(TimeSpan silent)
    {
        var next = Limit == Timeout.InfiniteTimeSpan ? _tick : Least(Limit - silent, _tick);
        // A timer may be early by a part of a millisecond, and one of zero would turn in a circle.
        _timer.Change(next > Shortest ? next : Shortest, Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one != Timeout.InfiniteTimeSpan && one < other ? one : other;
}

/// <summary>What a turn waits for.</summary>
internal enum WaitPhase
{
    /// <summary>Its frame to be written.</summary>
    Write,

    /// <summary>Its first event.</summary>
    FirstEvent,

    /// <summary>Its next event.</summary>
    InterEvent,
}
