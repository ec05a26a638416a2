using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Telemetry;
using ResponsesWebSocket.Client.Transport;

namespace ResponsesWebSocket.Client.Pool;

/// <summary>Where the pool's sessions come from.</summary>
internal delegate Task<Session> OpenSession(Func<Session, bool> adopt, CancellationToken cancellationToken);

/// <summary>
/// Opens sessions. Where HTTP can take their place, only as long as the breaker is closed: while it is open nobody waits for a
/// socket, and a probe in the background finds out when there are some again.
/// </summary>
internal sealed class SessionOpener(WebSocketConnector connector, ConnectRetry retry, CircuitBreaker breaker, ClientContext context) : IAsyncDisposable
{
    private static int _openers;

    private readonly int _client = Interlocked.Increment(ref _openers);
    private readonly CancellationTokenSource _disposed = new();
    private readonly ILogger _logger = context.Logger;
    private int _sessions;
    private Task _probe = Task.CompletedTask;

    /// <summary>A session has ended.</summary>
    public event Action<Session>? Ended;

    /// <summary>For the pool.</summary>
    public OpenSession Open => OpenAsync;

    /// <param name="adopt">Takes a session that is opened for nobody, so that the next turn finds it; false when there is no place for it.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <exception cref="ResponsesWebSocketException">No session.</exception>
    public async Task<Session> OpenAsync(Func<Session, bool> adopt, CancellationToken cancellationToken)
    {
        if (context.Options.Transport != ResponsesTransport.Auto)
        {
            return await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }

        if (breaker.IsOpen)
        {
            if (breaker.TryBeginProbe())
            {
                _probe = Task.Run(() => ProbeAsync(adopt), CancellationToken.None);
            }

            throw new ConnectionLostException("No socket is opened for a while, because none could be before.") { IsNotTried = true };
        }

        var session = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        breaker.Reset();
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        await _probe.ConfigureAwait(false);
    }

    private async Task ProbeAsync(Func<Session, bool> adopt)
    {
        try
        {
            var session = await ConnectAsync(_disposed.Token).ConfigureAwait(false);
            if (!adopt(session))
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }

            breaker.Reset();
            Log.SocketsBack(_logger);
        }
        catch (OperationCanceledException) when (_disposed.IsCancellationRequested)
        {
            // Nobody will ask any more.
        }
        catch (Exception cause)
        {
            // Whatever it was, the next probe must be able to come.
            breaker.FailProbe();
            Log.SocketProbeFailed(_logger, breaker.Wait, cause);
        }
    }

    private async Task<Session> ConnectAsync(CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        var transport = await ConnectAsync(started, cancellationToken).ConfigureAwait(false);
        var name = new SessionName(Interlocked.Increment(ref _sessions), _client, context.Options.Endpoint.Host);
        var session = new Session(name, transport, context.Endpoint.Lanes, context.Time, _logger);
        Log.SessionOpened(_logger, session.Name, context.Time.GetElapsedTime(started));
        context.Metrics.SessionOpened(context.Time.GetElapsedTime(started));
        // Turns in flight may hear of it first: one that plans anew before finds the session closed when it asks for a lane.
        _ = session.Broken.ContinueWith(
            (cause, state) => End((Session)state!, cause.Result),
            session,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return session;
    }

    private void End(Session session, ResponsesWebSocketException cause)
    {
        Ended?.Invoke(session);
        context.Metrics.SessionEnded(session.Age, cause);
    }

    private async Task<ITransport> ConnectAsync(long started, CancellationToken cancellationToken)
    {
        try
        {
            return await retry.RunAsync(connector.ConnectAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            context.Metrics.Handshake(context.Time.GetElapsedTime(started), failure);
            throw;
        }
    }
}
