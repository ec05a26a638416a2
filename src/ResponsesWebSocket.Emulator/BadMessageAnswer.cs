namespace ResponsesWebSocket.Emulator;

/// <summary>What the server does about a client's message that makes no sense.</summary>
public enum BadMessageAnswer
{
    /// <summary>It sends an <c>error</c> frame; the connection stays.</summary>
    Error,

    /// <summary>It sends an <c>error</c> frame and closes.</summary>
    ErrorAndClose,

    /// <summary>It closes.</summary>
    Close,
}
