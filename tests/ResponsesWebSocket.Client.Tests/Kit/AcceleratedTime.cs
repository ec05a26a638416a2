namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>A clock on which every short wait is over at once, by the time it would have taken, and a long one only when short ones add up to it.</summary>
internal sealed class AcceleratedTime : ManualTime
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= Short)
        {
            // Not on this thread: whoever sets a timer may hold a lock that its callback takes.
            _ = Task.Run(() => Advance(dueTime));
        }

        return timer;
    }
}
