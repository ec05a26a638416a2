namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>What a read ended with.</summary>
internal enum ReceivedKind
{
    Text,
    Binary,
    TooBig,
    Close,
}

/// <summary>A message, or what was read of it before the limit.</summary>
internal readonly record struct ReceivedMessage(ReceivedKind Kind, ReadOnlyMemory<byte> Payload);
