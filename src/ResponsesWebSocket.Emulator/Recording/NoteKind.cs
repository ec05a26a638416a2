namespace ResponsesWebSocket.Emulator.Recording;

/// <summary>What can happen; its name in snake case is the <c>kind</c> of a recorded line.</summary>
internal enum NoteKind
{
    ConnectionOpened,
    ConnectionClosed,
    UpgradeRefused,
    Frame,
    ResponseStarted,
    ResponseEnded,
}
