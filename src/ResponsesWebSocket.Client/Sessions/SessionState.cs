namespace ResponsesWebSocket.Client.Sessions;

internal enum SessionState
{
    /// <summary>Turns may be sent.</summary>
    Open,

    /// <summary>A turn fell silent here while others did not: no new turns, and those there are may finish.</summary>
    Degraded,

    /// <summary>It is over, and <see cref="Session.Broken"/> says why.</summary>
    Ended,
}
