using Microsoft.Extensions.Logging.Abstractions;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Transport;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Pool;

/// <summary>A lane over HTTP, with the transport below it.</summary>
internal readonly record struct HttpLane(LaneLease LaneLease, SseTransport Transport);

/// <summary>
/// Lanes of turns that go over HTTP: each is a session of its own, which ends with its turn. A limited number exists at once;
/// past it turns wait in order of arrival.
/// </summary>
internal sealed class HttpTurnPool(Func<SseTransport> open, int maxTurns, TimeProvider time) : ILaneOwner, IAsyncDisposable
{
    // An answer ends right behind its terminal event, and only a connection that has seen the end can be used again.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    private static readonly LaneCapability NoLanes = new(allowed: false);

    // Asynchronous waiters only, and those it serves in order of arrival.
    private readonly SemaphoreSlim _free = new(maxTurns, maxTurns);
    private readonly CancellationTokenSource _disposed = new();
    private readonly HashSet<Session> _sessions = [];
    private readonly Lock _gate = new();

    public bool IsDisposed => _disposed.IsCancellationRequested;

    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async ValueTask<HttpLane> LeaseAsync(CancellationToken cancellationToken)
    {
        await ClientEnd.WaitAsync(_free.WaitAsync, _disposed.Token, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, typeof(ResponsesWebSocketClient));
            var transport = open();
            // Its end is the end of its turn and no event of its own, so it is not logged.
            var session = new Session(new(LaneKey.Http), transport, NoLanes, time, NullLogger.Instance);
            _sessions.Add(session);
            return new(new LaneLease(this, session.DefaultLane), transport);
        }
    }

    public void Return(Lane lane, Action? hold) => _ = EndAsync(lane.Session, EndLimit);

    /// <summary>Nothing to wait for: unlike a socket, an HTTP answer can be given up, and the service sees that it was.</summary>
    public Task ReturnAfterAsync(Task ended, Lane lane) => EndAsync(lane.Session, TimeSpan.Zero);

    public async ValueTask DisposeAsync()
    {
        Session[] sessions;
        Task ending;
        lock (_gate)
        {
            ending = _disposed.CancelAsync();
            sessions = [.. _sessions];
        }

        await ending.ConfigureAwait(false);

        foreach (var session in sessions)
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task EndAsync(Session session, TimeSpan limit)
    {
        _free.Release();
        try
        {
            await session.Broken.WaitAsync(limit, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Then the connection is given up with the session.
        }

        await session.DisposeAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _sessions.Remove(session);
        }
    }
}
