using ResponsesWebSocket.Client.Sessions;

namespace ResponsesWebSocket.Client.Pool;

/// <summary>A session on its way.</summary>
internal sealed class PendingSession : IDisposable
{
    private readonly TaskCompletionSource<Session> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation;

    /// <param name="isAhead">Whether it is opened for no turn in particular, so that none can give it up.</param>
    /// <param name="disposing">Ends it with the pool.</param>
    public PendingSession(bool isAhead, CancellationToken disposing)
    {
        IsAhead = isAhead;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(disposing);
    }

    public bool IsAhead { get; private set; }

    /// <summary>Whether all who waited for it have left. A turn that came since has another one opened.</summary>
    public bool IsCancelled { get; private set; }

    public CancellationToken Token => _cancellation.Token;

    public Task<Session> Result => _result.Task;

    /// <summary>Completes with the opening, however it ended.</summary>
    public Task Ended => _result.Task.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Somebody waits for it who is no turn: the turns that leave do not give it up any more.</summary>
    public void KeepAhead() => IsAhead = true;

    public void GiveUp()
    {
        IsCancelled = true;
        // Not on the caller's path, which holds the pool's lock.
        _ = _cancellation.CancelAsync();
    }

    public void Succeed(Session session)
    {
        _result.SetResult(session);
        Dispose();
    }

    /// <summary>Whoever waits for a session of its own hears of it; the turns in the line have been told already.</summary>
    public void Fail(Exception cause)
    {
        _result.SetException(cause);
        _ = _result.Task.Exception;
        Dispose();
    }

    public void Dispose() => _cancellation.Dispose();
}
