namespace ResponsesWebSocket.Client;

/// <summary>How turns reach the service.</summary>
public enum ResponsesTransport
{
    /// <summary>
    /// Over sockets; a turn that no socket takes goes over HTTP instead: one whose frame is too large for a socket, and any
    /// for which a socket would have to be opened while none can be.
    /// </summary>
    Auto,

    /// <summary>Over sockets only. What no socket takes is an error.</summary>
    WebSocket,

    /// <summary>
    /// Over HTTP only, each turn with its whole history: <c>POST</c> with a streamed answer. The same events, results and errors
    /// as over sockets, at the price of sending everything every time.
    /// </summary>
    Http,
}
