namespace ResponsesWebSocket.Client.Resilience;

/// <summary>
/// Whether opening sockets is worth a try. Opens when a turn had to go over HTTP and was served there, and heals: after a while
/// one probe may look, then after longer ones, so that a passing trouble does not cost the sockets for ever.
/// </summary>
internal sealed class CircuitBreaker(TimeProvider time)
{
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private int _heals;
    private bool _isOpen;
    private bool _isProbed;
    private long _since;

    /// <summary>From a failed try to the next probe.</summary>
    public TimeSpan Wait { get; private set; } = FirstWait;

    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _isOpen;
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
                return _heals;
            }
        }
    }

    /// <summary>No socket could be had, and HTTP works.</summary>
    /// <param name="heals">What <see cref="Resets"/> said then: a socket that was opened since knows better.</param>
    /// <returns>Whether this opens the breaker.</returns>
    public bool Open(int heals)
    {
        lock (_gate)
        {
            if (_isOpen || heals != _heals)
            {
                return false;
            }

            _since = time.GetTimestamp();
            return _isOpen = true;
        }
    }

    /// <summary>A socket was opened.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            (_isOpen, _isProbed, _heals, Wait) = (false, false, _heals + 1, FirstWait);
        }
    }

    /// <summary>Whether it is time for a probe. At most one is under way; its end is told by <see cref="Reset"/> or <see cref="FailProbe"/>.</summary>
    public bool TryBeginProbe()
    {
        lock (_gate)
        {
            return _isOpen && !_isProbed && time.GetElapsedTime(_since) >= Wait && (_isProbed = true);
        }
    }

    public void FailProbe()
    {
        lock (_gate)
        {
            _isProbed = false;
            _since = time.GetTimestamp();
            Wait = Wait * 2 < LongestWait ? Wait * 2 : LongestWait;
        }
    }
}
