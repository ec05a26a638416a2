namespace ResponsesWebSocket.Client.Pool;

/// <summary>The sessions that are on their way, and whether one could be had of late. The pool's lock guards it.</summary>
internal sealed class PendingSessions(TimeProvider time)
{
    // Where no socket was to be had just now, contexts are given up instead of trying anew for every turn.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly HashSet<PendingSession> _underWay = [];
    private long? _failed;

    public int Count => _underWay.Count;

    public PendingSession? Wanted => _underWay.FirstOrDefault(static opening => !opening.IsCancelled);

    public bool HaveJustFailed => _failed is { } failed && time.GetElapsedTime(failed) < PauseAfterFailure;

    public PendingSession Begin(bool isAhead, CancellationToken disposing)
    {
        var opening = new PendingSession(isAhead, disposing);
        _underWay.Add(opening);
        return opening;
    }

    /// <summary>A socket was opened, for turns or as a probe, so there are some again.</summary>
    public void ForgetFailure() => _failed = null;

    /// <returns>False when it had ended already.</returns>
    public bool Succeed(PendingSession opening) => _underWay.Remove(opening);

    public void Fail(PendingSession opening)
    {
        _underWay.Remove(opening);
        _failed = opening.IsCancelled ? _failed : time.GetTimestamp();
    }

    /// <summary>Nobody waits any more for those that were opened for turns.</summary>
    public void GiveUp()
    {
        foreach (var opening in _underWay.Where(static opening => !opening.IsAhead))
        {
            opening.GiveUp();
        }
    }

    public Task[] Ends() => [.. _underWay.Select(static opening => opening.Ended)];
}
