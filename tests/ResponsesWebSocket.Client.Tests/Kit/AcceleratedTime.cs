namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>A clock on which every short wait is over at once, by the time it would have taken, and a long one only when short ones add up to it.</summary>
internal sealed class AcceleratedTime : TimeProvider
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _time.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= Short)
        {
            // Not on this thread: whoever sets a timer may hold a lock that its callback takes.
            _ = Task.Run(() => _time.Advance(dueTime));
        }

        return timer;
    }
}
