namespace ResponsesWebSocket.Emulator;

/// <summary>A turn that waits, or will wait, in front of one of its events.</summary>
public sealed class TurnBarrier : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TurnBarrier()
    {
    }

    /// <summary>Completes when the turn has arrived at the event and waits.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets the turn go on; when it has not arrived yet, it will not wait.</summary>
    public void Release() => _released.TrySetResult();

    /// <inheritdoc cref="Release"/>
    public void Dispose() => Release();

    internal Task Arrive()
    {
        _reached.TrySetResult();
        return _released.Task;
    }
}
