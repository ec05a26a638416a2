namespace ResponsesWebSocket.Client.Pooling;

/// <summary>A turn that waits for a lane.</summary>
internal sealed class Waiter(LaneWish wish)
{
    // Far longer than the first of sixteen turns usually needs to end; past it something hangs there.
    private static readonly TimeSpan LongestWaitForOwnSession = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<Lease> _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LaneWish Wish { get; private set; } = wish;

    public Task<Lease> Served => _served.Task;

    /// <summary>It waits no longer for the session that holds its context.</summary>
    public void Move() => Wish = Wish with { MayMove = true };

    /// <param name="time">The clock.</param>
    /// <param name="tired">Told when it has waited long enough for a session of its own, to <see cref="Move"/> it.</param>
    /// <param name="cancellationToken">Leaves it.</param>
    public async Task<Lease> WaitAsync(TimeProvider time, Action<Waiter> tired, CancellationToken cancellationToken)
    {
        try
        {
            return await Served.WaitAsync(Wish.Lane is null ? Timeout.InfiniteTimeSpan : LongestWaitForOwnSession, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            tired(this);
            return await Served.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Serve(Lease lease) => _served.SetResult(lease);

    public void Fail(Exception cause) => _served.SetException(cause);
}

/// <summary>Turns that wait for a lane, in order of arrival. The pool's lock guards it.</summary>
internal sealed class WaitingLine
{
    private readonly LinkedList<Waiter> _waiting = [];

    public int Count => _waiting.Count;

    public void Join(Waiter waiter) => _waiting.AddLast(waiter);

    public void Leave(Waiter waiter) => _waiting.Remove(waiter);

    /// <summary>Serves whom it can, in order: one who waits for a session of its own holds nobody up.</summary>
    /// <param name="choose">A lane for the wish; null when it has to wait on.</param>
    /// <param name="canServe">Whether there may be a lane for anybody.</param>
    public void Serve(Func<LaneWish, Lease?> choose, Func<bool> canServe)
    {
        for (var place = _waiting.First; place is not null && canServe();)
        {
            var (waiter, next) = (place.Value, place.Next);
            if (choose(waiter.Wish) is { } lease)
            {
                _waiting.Remove(place);
                waiter.Serve(lease);
            }

            place = next;
        }
    }

    /// <summary>Fails the first ones.</summary>
    public void Fail(int count, Exception cause)
    {
        for (; count > 0 && _waiting.First is { } first; count--)
        {
            _waiting.Remove(first);
            first.Value.Fail(cause);
            // Each turn has an exception of its own.
            cause = cause is ResponsesWebSocketException failure ? failure.For(DeliveryState.NotSent) : cause;
        }
    }
}
