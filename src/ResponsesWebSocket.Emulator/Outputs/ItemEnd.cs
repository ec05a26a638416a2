namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>How an output item ends.</summary>
internal enum ItemEnd
{
    /// <summary>Completed.</summary>
    Whole,

    /// <summary>Closed like any other, but incomplete: a limit stopped its deltas.</summary>
    Cut,

    /// <summary>Never closed: after its deltas the response breaks off.</summary>
    Open,
}
