namespace ResponsesWebSocket.Client.Sessions;

/// <summary>
/// Starts work that outlives the call it happens to begin in. In that call's context it would keep the caller's activity and
/// ambient values alive for as long as a socket lives, and put what it does later under a turn that has long ended.
/// </summary>
internal static class BackgroundWork
{
    /// <summary>
    /// On the thread pool and never on the caller's thread, which may hold a lock, must not be delayed, and may have a context or a
    /// scheduler that is blocked until this very work is done.
    /// </summary>
    public static Task StartWithoutContext(Func<Task> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Task.Run(work);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(work);
        }
    }
}
