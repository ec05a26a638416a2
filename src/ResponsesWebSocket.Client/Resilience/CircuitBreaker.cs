using ResponsesWebSocket.Client.Context;

namespace ResponsesWebSocket.Client.Resilience;

internal enum CircuitState
{
    /// <summary>Sockets are opened.</summary>
    Closed,

    /// <summary>None is opened: HTTP takes their place.</summary>
    Open,

    /// <summary>One is being opened in the background, to find out.</summary>
    Probing,
}

/// <summary>
/// Whether opening sockets is worth a try. Opens when a turn had to go over HTTP and was served there: after a while one probe may
/// look, then after longer ones, so that a passing trouble does not cost the sockets for ever.
/// </summary>
internal sealed class CircuitBreaker(TimeProvider time)
{
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private State<CircuitState> _state = new(CircuitState.Closed);
    private int _resets;
    private long _since;

    /// <summary>From a failed try to the next probe.</summary>
    public TimeSpan Wait { get; private set; } = FirstWait;

    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _state.Current != CircuitState.Closed;
            }
        }
    }

    /// <summary>How often a socket was opened.</summary>
    public int Resets
    {
        get
        {
            lock (_gate)
            {
                return _resets;
            }
        }
    }

    /// <summary>No socket could be had, and HTTP works.</summary>
    /// <param name="resets">What <see cref="Resets"/> said then: a socket that was opened since knows better.</param>
    /// <returns>Whether this opens the breaker.</returns>
    public bool Open(int resets)
    {
        lock (_gate)
        {
            if (resets != _resets || !_state.TryChangeState(CircuitState.Closed, CircuitState.Open))
            {
                return false;
            }

            _since = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>A socket was opened.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _state.ChangeState(_state.Current, CircuitState.Closed);
            (_resets, Wait) = (_resets + 1, FirstWait);
        }
    }

    /// <summary>Whether it is time for a probe. At most one is under way; its end is told by <see cref="Reset"/> or <see cref="FailProbe"/>.</summary>
    public bool TryBeginProbe()
    {
        lock (_gate)
        {
            return time.GetElapsedTime(_since) >= Wait && _state.TryChangeState(CircuitState.Open, CircuitState.Probing);
        }
    }

    /// <summary>The probe got no socket. Where another one was opened meanwhile, it says nothing.</summary>
    public void FailProbe()
    {
        lock (_gate)
        {
            if (_state.TryChangeState(CircuitState.Probing, CircuitState.Open))
            {
                _since = time.GetTimestamp();
                Wait = Wait * 2 < LongestWait ? Wait * 2 : LongestWait;
            }
        }
    }
}
