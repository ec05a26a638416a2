namespace ResponsesWebSocket.Client.Context;

/// <summary>What waits when the client is disposed waits no longer.</summary>
internal static class ClientEnd
{
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public static async Task WaitAsync(Func<CancellationToken, Task> wait, CancellationToken disposing, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, disposing);
        try
        {
            await wait(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cause) when (disposing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(typeof(ResponsesWebSocketClient).FullName, cause);
        }
    }
}
