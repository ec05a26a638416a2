using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Telemetry;

namespace ResponsesWebSocket.Client.Pool;

/// <summary>Opens sessions as long as the breaker is closed. While it is open nobody waits for a socket; a probe in the background does.</summary>
internal sealed class SessionOpener(Func<CancellationToken, Task<Session>> open, CircuitBreaker breaker, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private Task _probe = Task.CompletedTask;

    /// <summary>Takes the session that a probe has opened, so that the next turn finds it; false when there is no place for it.</summary>
    public Func<Session, bool>? Add { get; set; }

    /// <exception cref="ResponsesWebSocketException">No session.</exception>
    public async Task<Session> OpenAsync(CancellationToken cancellationToken)
    {
        if (breaker.IsOpen)
        {
            if (breaker.TryBeginProbe())
            {
                _probe = Task.Run(ProbeAsync, CancellationToken.None);
            }

            throw new ConnectionLostException("No socket is opened for a while, because none could be before.") { IsNotTried = true };
        }

        var session = await open(cancellationToken).ConfigureAwait(false);
        breaker.Reset();
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        await _probe.ConfigureAwait(false);
    }

    private async Task ProbeAsync()
    {
        try
        {
            var session = await open(_disposed.Token).ConfigureAwait(false);
            if (Add?.Invoke(session) != true)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }

            breaker.Reset();
            Log.SocketsBack(logger);
        }
        catch (OperationCanceledException) when (_disposed.IsCancellationRequested)
        {
            // Nobody will ask any more.
        }
        catch (Exception cause)
        {
            // Whatever it was, the next probe must be able to come.
            breaker.FailProbe();
            Log.SocketProbeFailed(logger, breaker.Wait, cause);
        }
    }
}
