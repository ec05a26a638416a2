using ResponsesWebSocket.Client.Sessions;

namespace ResponsesWebSocket.Client.Pool;

/// <summary>Where the pool's sessions come from.</summary>
internal interface ISessionOpener
{
    /// <summary>Opens a session.</summary>
    /// <param name="adopt">Takes a session that is opened for nobody, so that the next turn finds it; false when there is no place for it.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <exception cref="ResponsesWebSocketException">No session.</exception>
    Task<Session> OpenAsync(Func<Session, bool> adopt, CancellationToken cancellationToken);
}
