namespace ResponsesWebSocket.Emulator.State;

/// <summary>A list that can lose its oldest item.</summary>
internal interface IBoundedLog
{
    /// <summary>About what its items take.</summary>
    long Bytes { get; }

    void DropOldest();
}
