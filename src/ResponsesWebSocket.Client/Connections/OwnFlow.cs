namespace ResponsesWebSocket.Client.Connections;

/// <summary>
/// Starts work that outlives the call it happens to begin in. In that call's context it would keep the caller's activity and
/// ambient values alive for as long as a socket lives, and put what it does later under a turn that has long ended.
/// </summary>
internal static class OwnFlow
{
    /// <param name="work">Must leave the thread before it does anything that a context can be seen in.</param>
    public static Task Start(Func<Task> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return work();
        }

        using (ExecutionContext.SuppressFlow())
        {
            return work();
        }
    }
}
