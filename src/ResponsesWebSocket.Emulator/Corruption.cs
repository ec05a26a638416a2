namespace ResponsesWebSocket.Emulator;

/// <summary>What is wrong with a corrupt frame.</summary>
public enum Corruption
{
    /// <summary>The last character is missing.</summary>
    BrokenJson,

    /// <summary>The frame is wrapped into a JSON array.</summary>
    NotAnObject,

    /// <summary>The message is a binary one.</summary>
    BinaryFrame,

    /// <summary>The frame's opcode is a reserved one.</summary>
    UnknownOpcode,

    /// <summary>A byte in the middle of the text is replaced by one that UTF-8 does not have.</summary>
    InvalidUtf8,
}
