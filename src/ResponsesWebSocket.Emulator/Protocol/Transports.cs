namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>The ways in which a turn can reach the emulator.</summary>
internal static class Transports
{
    public const string WebSocket = "websocket";
    public const string Http = "http";
}
