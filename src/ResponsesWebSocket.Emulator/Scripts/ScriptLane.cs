namespace ResponsesWebSocket.Emulator.Scripts;

/// <summary>A lane that a script names.</summary>
/// <param name="Name">Its name; null is the default lane.</param>
internal sealed record ScriptLane(string? Name);
