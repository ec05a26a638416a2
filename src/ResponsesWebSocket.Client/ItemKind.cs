namespace ResponsesWebSocket.Client;

/// <summary>What an item is, as far as the client treats kinds differently.</summary>
public enum ItemKind
{
    /// <summary>A message of any role.</summary>
    Message,

    /// <summary>A call of one of the caller's functions.</summary>
    FunctionCall,

    /// <summary>The result of such a call.</summary>
    FunctionCallOutput,

    /// <summary>The model's reasoning. Not compared when a history is matched with what the service holds: callers may keep it or not.</summary>
    Reasoning,

    /// <summary>
    /// A call of a tool that the service runs itself: search, code, images, MCP. Compared where the history holds it; histories
    /// of messages usually do not.
    /// </summary>
    HostedCall,

    /// <summary>Any other item; compared by its whole content but <c>status</c>.</summary>
    Other,
}
