using System.Buffers;
using System.Net.WebSockets;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>Joins fragments to whole messages, up to a limit.</summary>
internal sealed class MessageReader(WebSocket socket, int maximumBytes)
{
    private readonly byte[] _chunk = new byte[64 * 1024];

    /// <summary>Reads until a message, a close frame or the limit.</summary>
    /// <exception cref="WebSocketException">The connection was lost.</exception>
    public async Task<ReceivedMessage> ReadAsync(CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>();
        while (true)
        {
            var received = await socket.ReceiveAsync(_chunk.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return new(ReceivedKind.Close, default);
            }

            message.Write(_chunk.AsSpan(0, received.Count));
            if (message.WrittenCount >= maximumBytes)
            {
                return new(ReceivedKind.TooBig, message.WrittenMemory);
            }

            if (received.EndOfMessage)
            {
                return new(received.MessageType == WebSocketMessageType.Text ? ReceivedKind.Text : ReceivedKind.Binary, message.WrittenMemory);
            }
        }
    }
}
