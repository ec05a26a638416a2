namespace ResponsesWebSocket.Client.Pooling;

/// <summary>A turn that waits for a lane.</summary>
internal sealed class Waiter(LaneWish wish)
{
    private readonly TaskCompletionSource<Lease> _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LaneWish Wish { get; } = wish;

    public Task<Lease> Served => _served.Task;

    public void Serve(Lease lease) => _served.SetResult(lease);

    public void Fail(Exception cause) => _served.SetException(cause);
}

/// <summary>Turns that wait for a lane, in order of arrival. The pool's lock guards it.</summary>
internal sealed class WaitingLine
{
    private readonly LinkedList<Waiter> _waiting = [];

    public int Count => _waiting.Count;

    public Waiter? First => _waiting.First?.Value;

    public void Join(Waiter waiter) => _waiting.AddLast(waiter);

    public void Leave(Waiter waiter) => _waiting.Remove(waiter);
}
