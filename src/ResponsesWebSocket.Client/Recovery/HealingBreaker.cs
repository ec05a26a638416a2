namespace ResponsesWebSocket.Client.Recovery;

/// <summary>
/// Whether opening sockets is worth a try. Opens when a place does not speak WebSocket or connecting keeps failing, and heals:
/// after a while one probe may look, then after longer ones, so that a passing trouble does not cost the sockets for ever.
/// </summary>
internal sealed class HealingBreaker(TimeProvider time)
{
    /// <summary>Failures in a row; fewer may be a restart of the service or a moment without network.</summary>
    public const int FailuresToOpen = 3;

    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private int _failures;
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

    /// <summary>Connecting failed in a way that may pass.</summary>
    /// <returns>Whether this opens the breaker.</returns>
    public bool Fail()
    {
        lock (_gate)
        {
            return !_isOpen && ++_failures >= FailuresToOpen && Open();
        }
    }

    /// <summary>The place does not speak WebSocket.</summary>
    /// <returns>Whether this opens the breaker.</returns>
    public bool Refuse()
    {
        lock (_gate)
        {
            return !_isOpen && Open();
        }
    }

    /// <summary>A socket was opened.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            (_isOpen, _isProbed, _failures, Wait) = (false, false, 0, FirstWait);
        }
    }

    /// <summary>Whether it is time for a probe. At most one is under way; its end is told by <see cref="Heal"/> or <see cref="FailProbe"/>.</summary>
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

    private bool Open()
    {
        _since = time.GetTimestamp();
        return _isOpen = true;
    }
}
