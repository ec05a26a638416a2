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

    /// <summary>
    /// Something the service made inside a response and a caller's history usually does not hold: reasoning, calls of hosted
    /// tools. Not compared when a history is matched with what the service holds.
    /// </summary>
    ServiceNote,

    /// <summary>Any other item; compared by its whole content but <c>id</c> and <c>status</c>.</summary>
    Other,
}
