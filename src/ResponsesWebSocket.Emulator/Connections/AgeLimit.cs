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
