using System.Collections.Concurrent;
using ResponsesWebSocket.Client.Sessions;

namespace ResponsesWebSocket.Client.Pool;

/// <summary>
/// Sessions that take no more turns and have none. Noted under the pool's lock and closed outside of it: a session that ends is
/// logged, and says good-bye on the wire.
/// </summary>
internal sealed class DoneSessions
{
    /// <summary>How long the service may take to end a turn that nobody waits for.</summary>
    public static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<(Session Session, bool IsStranded)> _sessions = [];

    public void NoteIfDone(PooledSession session)
    {
        if (session.TryFinish())
        {
            _sessions.Enqueue((session.Session, session.InFlight > 0));
        }
    }

    public void Close()
    {
        while (_sessions.TryDequeue(out var done))
        {
            if (done.IsStranded)
            {
                done.Session.Break(new ConnectionLostException($"The service did not end an abandoned turn within {DrainLimit}."));
            }
            else
            {
                _ = done.Session.CloseAsync(new ConnectionLostException("The socket took no more turns.") { IsOwnWish = true }).AsTask();
            }
        }
    }
}
