using System.Collections.Concurrent;

namespace ResponsesWebSocket.Emulator.Tests;

/// <summary>A <see cref="ManualTime"/> that tells when somebody began to wait: only then moving the clock has the effect a test is after.</summary>
internal sealed class WatchedTime : TimeProvider
{
    private readonly ManualTime _time = new();
    private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _timers = new();

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _time.CreateTimer(callback, state, dueTime, period);
        Signal(dueTime).TrySetResult();
        return timer;
    }

    public Task WaitUntilAwaitedAsync(TimeSpan due, CancellationToken limit) => Signal(due).Task.WaitAsync(limit);

    public void Advance(TimeSpan by) => _time.Advance(by);

    public async Task AdvanceWhenAwaitedAsync(TimeSpan by, CancellationToken limit)
    {
        await Signal(by).Task.WaitAsync(limit);
        _time.Advance(by);
    }

    private TaskCompletionSource Signal(TimeSpan due) =>
        _timers.GetOrAdd(due, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
