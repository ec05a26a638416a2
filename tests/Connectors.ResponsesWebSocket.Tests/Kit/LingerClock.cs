using Connectors.ResponsesWebSocket.Clients;

namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>The system's clock, but the time of clients that nobody uses is up when the test says so.</summary>
internal sealed class LingerClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Held> _held = [];

    /// <summary>How many clients wait for somebody to use them.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _held.Count;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != SharedClient.Linger || period != SharedClient.Linger)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        lock (_gate)
        {
            var timer = new Held(this, () => callback(state));
            _held.Add(timer);
            return timer;
        }
    }

    /// <summary>Fires what waits.</summary>
    public void Elapse()
    {
        List<Held> due;
        lock (_gate)
        {
            due = [.. _held];
        }

        due.ForEach(static timer => timer.Fire());
    }

    private sealed class Held(LingerClock owner, Action fire) : ITimer
    {
        public Action Fire => fire;

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("Nobody re-arms this timer.");

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._held.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
