namespace ResponsesWebSocket.Emulator;

/// <summary>Where the parent of a response was found.</summary>
public enum ParentSource
{
    /// <summary>The response has no parent.</summary>
    None,

    /// <summary>The parent is the latest response of the same lane.</summary>
    SameLane,

    /// <summary>The parent is the latest response of another lane of the connection: a fork.</summary>
    OtherLane,

    /// <summary>The parent was loaded from the store.</summary>
    Store,
}
