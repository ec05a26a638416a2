using System.Buffers;
using System.Net.WebSockets;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>Joins fragments to whole messages, up to a limit.</summary>
internal sealed class MessageReader(WebSocket socket, int maximumBytes)
{
    // What an idle connection holds. A longer message makes the buffer grow, and takes it along.
    private const int Chunk = 4 * 1024;

    /// <summary>Reads until a message, a close frame or the limit.</summary>
    /// <param name="isWanted">Whether messages are still looked at; otherwise they are read and not kept.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="WebSocketException">The connection was lost.</exception>
    public async Task<ReceivedMessage> ReadAsync(Func<bool> isWanted, CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>();
        while (true)
        {
            var received = await socket.ReceiveAsync(message.GetMemory(Chunk), cancellationToken).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return new(ReceivedKind.Close, default);
            }

            if (isWanted())
            {
                message.Advance(received.Count);
            }

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
