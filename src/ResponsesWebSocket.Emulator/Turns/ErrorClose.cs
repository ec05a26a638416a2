using System.Net.WebSockets;

namespace ResponsesWebSocket.Emulator.Turns;

/// <summary>The close that some errors bring along.</summary>
internal static class ErrorClose
{
    public static Task CloseAfterAsync(this ITurnConnection connection, EmulatedError? error) => error?.CloseStatus is { } status
        ? connection.CloseAsync((WebSocketCloseStatus)status, null, null, CancellationToken.None)
        : Task.CompletedTask;
}
