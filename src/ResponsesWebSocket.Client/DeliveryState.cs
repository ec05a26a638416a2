namespace ResponsesWebSocket.Client;

/// <summary>How far a turn had come when it failed: what is known of whether the service worked on it.</summary>
public enum DeliveryState
{
    /// <summary>Not a byte was sent. Sending it again is safe.</summary>
    NotSent,

    /// <summary>It was sent, and nothing was heard. The service may or may not have worked on it.</summary>
    Ambiguous,

    /// <summary>The service named a response for it, but no content arrived.</summary>
    Accepted,

    /// <summary>Content arrived.</summary>
    Answered,
}
