namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>The clock of a machine that has slept: the time is another one, and no timer has come due yet.</summary>
internal sealed class SleepingTime : TimeProvider
{
    private readonly ManualTime _awake = new();
    private TimeSpan _byDate;
    private TimeSpan _byCounter;

    public override long TimestampFrequency => _awake.TimestampFrequency;

    /// <param name="byDate">How far the clock of the day goes on.</param>
    /// <param name="byCounter">How far the counter goes on; on some systems it stands still in a sleep.</param>
    public void Sleep(TimeSpan byDate, TimeSpan byCounter) => (_byDate, _byCounter) = (_byDate + byDate, _byCounter + byCounter);

    public void Advance(TimeSpan step) => _awake.Advance(step);

    public override DateTimeOffset GetUtcNow() => _awake.GetUtcNow() + _byDate;

    public override long GetTimestamp() => _awake.GetTimestamp() + _byCounter.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _awake.CreateTimer(callback, state, dueTime, period);
}
