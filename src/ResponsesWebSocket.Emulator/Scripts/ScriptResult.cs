namespace ResponsesWebSocket.Emulator.Scripts;

/// <summary>The result of a call, as it came from the client.</summary>
internal sealed record ScriptResult(string? CallId, string? Name, string Output);
