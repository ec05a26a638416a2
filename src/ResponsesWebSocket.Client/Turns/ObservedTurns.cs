using System.Runtime.CompilerServices;
using ResponsesWebSocket.Client.Telemetry;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>Turns as they are told to whoever watches the client.</summary>
internal sealed class ObservedTurns(TurnRunner runner, ClientMetrics telemetry)
{
    /// <inheritdoc cref="TurnRunner.RunAsync"/>
    public async IAsyncEnumerable<TurnEvent> RunAsync(
        TurnRequest request, bool callerSeesEvents, RunningTurn? steering, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Ends after the turn was given up, when the caller leaves.
        using var watch = telemetry.Begin(request);
        var events = runner.RunAsync(request, callerSeesEvents, watch, steering, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var ending = events.ConfigureAwait(false);
        while (true)
        {
            try
            {
                watch.Enter();
                if (!await events.MoveNextAsync().ConfigureAwait(false))
                {
                    break;
                }
            }
            catch (Exception failure)
            {
                watch.Failed(failure, cancellationToken);
                throw;
            }

            if (events.Current is ResponseCompletedEvent completed)
            {
                // Before the caller hears of it, who may never ask for more.
                watch.Completed(completed.Result);
            }

            yield return events.Current;
        }
    }
}
