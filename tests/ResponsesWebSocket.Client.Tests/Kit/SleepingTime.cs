namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>The clock of a machine that has slept: the time is another one, and no timer has come due yet.</summary>
internal sealed class SleepingTime : ManualTime
{
    private TimeSpan _byDate;
    private TimeSpan _byCounter;

    /// <param name="byDate">How far the clock of the day goes on.</param>
    /// <param name="byCounter">How far the counter goes on; on some systems it stands still in a sleep.</param>
    public void Sleep(TimeSpan byDate, TimeSpan byCounter) => (_byDate, _byCounter) = (_byDate + byDate, _byCounter + byCounter);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _byDate;

    public override long GetTimestamp() => base.GetTimestamp() + _byCounter.Ticks;
}
