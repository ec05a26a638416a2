namespace ResponsesWebSocket.Client;

/// <summary>How turns reach the service.</summary>
public enum ResponsesTransport
{
    /// <summary>
    /// Over sockets; a turn that no socket takes goes over HTTP instead: one whose frame is too large for a socket, and any
    /// for which a socket would have to be opened and cannot be. Whatever refuses the upgrade, but for 401, 407 and 429, does not answer
    /// it within <see cref="ResponsesWebSocketOptions.ConnectTimeout"/> or breaks it off: the same turn goes over HTTP, with all its
    /// repeats. Once it is served there, later turns go over HTTP at once, and a probe in the background looks for sockets after 30
    /// seconds, then after pauses that double up to 10 minutes. If HTTP fails too its error is thrown, or the socket's where nothing
    /// could be sent over HTTP and the socket's says more.
    /// </summary>
    Auto,

    /// <summary>Over sockets only. What no socket takes is an error; that of a refused upgrade names the status and what to do.</summary>
    WebSocket,

    /// <summary>
    /// Over HTTP only, each turn with its whole history: <c>POST</c> with a streamed answer. The same events, results and errors
    /// as over sockets, at the price of sending everything every time.
    /// </summary>
    Http,
}
