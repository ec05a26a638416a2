using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace TestKit;

/// <summary>A clock that stands still until the test moves it, and that tells of the timers set on it, for waits that nothing logs.</summary>
public class ManualTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero))
{
    private readonly ConcurrentDictionary<WatchedTimer, TimeSpan> _armed = new();
    private readonly Channel<TimeSpan> _made = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Whether anything waits for the clock.</summary>
    public bool HasDue => !_armed.IsEmpty;

    /// <summary>How many timers wait that were set to that time.</summary>
    public int CountDue(TimeSpan setTo) => _armed.Values.Count(due => due == setTo);

    /// <summary>Waits until the next timer of that kind is made, and tells for how long.</summary>
    public async Task<TimeSpan> TimerAsync(Func<TimeSpan, bool> wanted, CancellationToken limit)
    {
        while (true)
        {
            if (await _made.Reader.ReadAsync(limit).ConfigureAwait(false) is var due && wanted(due))
            {
                return due;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(_armed, () => callback(state));
        timer.Start(base.CreateTimer(static timer => ((WatchedTimer)timer!).Fire(), timer, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        _made.Writer.TryWrite(dueTime);
        return timer;
    }

    private sealed class WatchedTimer(ConcurrentDictionary<WatchedTimer, TimeSpan> armed, Action callback) : ITimer
    {
        private ITimer _timer = null!;
        private bool _repeats;

        public void Start(ITimer timer) => _timer = timer;

        public void Fire()
        {
            if (!_repeats)
            {
                armed.TryRemove(this, out _);
            }

            callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _repeats = period > TimeSpan.Zero;
            armed[this] = dueTime;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                armed.TryRemove(this, out _);
            }

            return _timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            armed.TryRemove(this, out _);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
