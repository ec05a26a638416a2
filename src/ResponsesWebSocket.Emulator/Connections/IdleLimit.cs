namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>Notices that no message has passed for a while.</summary>
internal sealed class IdleLimit : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly Action _strike;
    private ITimer? _timer;
    private DateTimeOffset _last;
    private bool _ended;

    /// <param name="time">The clock.</param>
    /// <param name="limit">The time; zero and less for no limit.</param>
    /// <param name="strike">Called once when it has passed.</param>
    public IdleLimit(TimeProvider time, TimeSpan limit, Action strike)
    {
        _time = time;
        _limit = limit;
        _strike = strike;
    }

    public IdleLimit Start()
    {
        Touch();
        if (_limit > TimeSpan.Zero)
        {
            Arm(_limit);
        }

        return this;
    }

    /// <summary>A message has passed.</summary>
    public void Touch()
    {
        lock (_gate)
        {
            _last = _time.GetUtcNow();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _timer?.Dispose();
        }
    }

    private void Arm(TimeSpan due)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _timer?.Dispose();
                _timer = _time.CreateTimer(_ => Tick(), null, due, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Tick()
    {
        TimeSpan left;
        lock (_gate)
        {
            left = _last + _limit - _time.GetUtcNow();
        }

        if (left > TimeSpan.Zero)
        {
            Arm(left);
        }
        else
        {
            _strike();
        }
    }
}
