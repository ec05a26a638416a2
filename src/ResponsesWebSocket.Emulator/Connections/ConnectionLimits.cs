using System.Net.WebSockets;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>Ends a connection that has reached its maximum age.</summary>
internal sealed class AgeLimit(EmulatorContext emulator, EmulatedConnection connection, LaneScheduler scheduler)
{
    /// <summary>The limit also strikes idle connections: the frame comes unasked, then the close.</summary>
    public async Task ExpireAsync(TimeSpan age)
    {
        var behavior = emulator.Options.Behavior;
        var status = (WebSocketCloseStatus)behavior.AgeLimitCloseStatus;
        var frame = Refusals.ConnectionLimit(age).ToFrame(null);
        if (!behavior.FinishesTurnsAtAgeLimit && behavior.AgeLimitCloseDelay <= TimeSpan.Zero)
        {
            await connection.CloseAsync(status, null, frame, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        try
        {
            // Before the frame goes out: who has seen it may count on it that nothing more begins.
            var finished = behavior.FinishesTurnsAtAgeLimit ? scheduler.StopAsync() : Task.CompletedTask;
            await connection.SendTextAsync(frame, null, null, connection.Ended).ConfigureAwait(false);
            await finished.WaitAsync(connection.Ended).ConfigureAwait(false);

            if (behavior.AgeLimitCloseDelay > TimeSpan.Zero)
            {
                await Task.Delay(behavior.AgeLimitCloseDelay, emulator.Time, connection.Ended).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended in another way.
            return;
        }

        await connection.CloseAsync(status, null, null, CancellationToken.None).ConfigureAwait(false);
    }
}

/// <summary>Notices that no message has passed for a while.</summary>
internal sealed class IdleLimit : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly Action _strike;
    private ITimer? _timer;
    private DateTimeOffset _last;
    private bool _ended;

    /// <param name="time">The clock.</param>
    /// <param name="limit">The time; zero and less for no limit.</param>
    /// <param name="strike">Called once when it has passed.</param>
    public IdleLimit(TimeProvider time, TimeSpan limit, Action strike)
    {
        _time = time;
        _limit = limit;
        _strike = strike;
    }

    public IdleLimit Start()
    {
        Touch();
        if (_limit > TimeSpan.Zero)
        {
            Arm(_limit);
        }

        return this;
    }

    /// <summary>A message has passed.</summary>
    public void Touch()
    {
        lock (_gate)
        {
            _last = _time.GetUtcNow();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _timer?.Dispose();
        }
    }

    private void Arm(TimeSpan due)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _timer?.Dispose();
                _timer = _time.CreateTimer(_ => Tick(), null, due, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Tick()
    {
        TimeSpan left;
        lock (_gate)
        {
            left = _last + _limit - _time.GetUtcNow();
        }

        if (left > TimeSpan.Zero)
        {
            Arm(left);
        }
        else
        {
            _strike();
        }
    }
}
