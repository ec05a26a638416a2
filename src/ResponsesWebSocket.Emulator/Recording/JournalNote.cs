namespace ResponsesWebSocket.Emulator.Recording;

/// <summary>One thing that happened, in the order in which it did.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Entry">The journal's entry as it was then: a frame, a connection, a refusal or a response.</param>
internal readonly record struct JournalNote(NoteKind Kind, object Entry);
