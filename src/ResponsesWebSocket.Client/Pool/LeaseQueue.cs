namespace ResponsesWebSocket.Client.Pool;

/// <summary>A turn that waits for a lane.</summary>
internal sealed class PendingLease(LanePreference preference)
{
    // Far longer than the first of sixteen turns usually needs to end; past it something hangs there.
    private static readonly TimeSpan LongestWaitForOwnSession = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<LaneLease> _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LanePreference Wish { get; private set; } = preference;

    public Task<LaneLease> Served => _served.Task;

    /// <summary>It waits no longer for the session that holds its context.</summary>
    public void Move() => Wish = Wish with { MayMove = true };

    /// <param name="time">The clock.</param>
    /// <param name="tired">Told when it has waited long enough for a session of its own, to <see cref="Move"/> it.</param>
    /// <param name="cancellationToken">Leaves it.</param>
    public async Task<LaneLease> WaitAsync(TimeProvider time, Action<PendingLease> tired, CancellationToken cancellationToken)
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

    public void Serve(LaneLease lease) => _served.SetResult(lease);

    public void Fail(Exception cause) => _served.SetException(cause);
}

/// <summary>Turns that wait for a lane, in order of arrival. The pool's lock guards it.</summary>
internal sealed class LeaseQueue
{
    private readonly LinkedList<PendingLease> _waiting = [];

    public int Count => _waiting.Count;

    public void Join(PendingLease pendingLease) => _waiting.AddLast(pendingLease);

    public void Leave(PendingLease pendingLease) => _waiting.Remove(pendingLease);

    /// <summary>Serves whom it can, in order: one who waits for a session of its own holds nobody up.</summary>
    /// <param name="choose">A lane for the wish; null when it has to wait on.</param>
    /// <param name="canServe">Whether there may be a lane for anybody.</param>
    public void Serve(Func<LanePreference, LaneLease?> choose, Func<bool> canServe)
    {
        for (var place = _waiting.First; place is not null && canServe();)
        {
            var (pendingLease, next) = (place.Value, place.Next);
            if (choose(pendingLease.Wish) is { } lease)
            {
                _waiting.Remove(place);
                pendingLease.Serve(lease);
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
            // Each turn has an exception of its own, made before the one it is made from is thrown somewhere.
            var next = cause is ResponsesWebSocketException failure ? failure.For(DeliveryState.NotSent) : cause;
            first.Value.Fail(cause);
            cause = next;
        }
    }
}
