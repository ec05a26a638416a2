using System.Threading.Channels;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>A manual clock that tells of the timers set on it, for waits that nothing logs.</summary>
internal sealed class WatchedTime : TimeProvider
{
    private readonly ManualTime _time = new();
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _time.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    public void Advance(TimeSpan step) => _time.Advance(step);

    /// <summary>Waits until the next timer of that kind is set, and tells for how long.</summary>
    public async Task<TimeSpan> TimerAsync(Func<TimeSpan, bool> wanted, CancellationToken limit)
    {
        while (true)
        {
            if (await _timers.Reader.ReadAsync(limit) is var due && wanted(due))
            {
                return due;
            }
        }
    }
}
