using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ResponsesWebSocket.Emulator.Tests.Kit;

/// <summary>A clock that moves when told to, and tells when somebody began to wait: only then moving it has the effect a test is after.</summary>
internal sealed class WatchedTime() : FakeTimeProvider(new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero))
{
    private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _timers = new();

    /// <summary>The times that somebody waits for or has waited for.</summary>
    public IEnumerable<TimeSpan> Awaited => _timers.Where(static timer => timer.Value.Task.IsCompleted).Select(static timer => timer.Key);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Signal(dueTime).TrySetResult();
        return timer;
    }

    public Task WaitUntilAwaitedAsync(TimeSpan due, CancellationToken limit) => Signal(due).Task.WaitAsync(limit);

    public async Task AdvanceWhenAwaitedAsync(TimeSpan by, CancellationToken limit)
    {
        await WaitUntilAwaitedAsync(by, limit);
        Advance(by);
    }

    private TaskCompletionSource Signal(TimeSpan due) =>
        _timers.GetOrAdd(due, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
