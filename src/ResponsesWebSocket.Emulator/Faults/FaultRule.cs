namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>A fault that strikes once.</summary>
internal sealed record FaultRule(int Turn, Func<FaultPoint, bool> Matches, Func<FaultAction> Action);
