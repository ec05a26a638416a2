using System.Net.WebSockets;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>Answers messages that make no sense.</summary>
internal static class BadMessages
{
    public static Task AnswerAsync(
        this EmulatedConnection connection,
        BadMessageAnswer answer,
        string errorFrame,
        WebSocketCloseStatus status,
        string reason,
        CancellationToken cancellationToken) => answer switch
    {
        BadMessageAnswer.Error => connection.SendTextAsync(errorFrame, null, null, cancellationToken),
        BadMessageAnswer.ErrorAndClose => connection.CloseAsync(status, reason, errorFrame, CancellationToken.None),
        _ => connection.CloseAsync(status, reason, null, CancellationToken.None),
    };
}
