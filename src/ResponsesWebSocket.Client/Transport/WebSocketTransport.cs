using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace ResponsesWebSocket.Client.Transport;

/// <summary>A WebSocket as whole messages, with a limit on what one message may take.</summary>
internal sealed class WebSocketTransport(WebSocket socket, int maxMessageBytes, TimeProvider time) : ITransport
{
    // A peer that does not read must not hold up whoever leaves.
    private static readonly TimeSpan GoodByeLimit = TimeSpan.FromSeconds(1);

    private const int SmallBuffer = 16 * 1024;

    // After an unusually large message the buffer goes back, so that one image does not pin megabytes for an hour.
    private const int LargestKeptBuffer = 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallBuffer);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_buffer.Length > LargestKeptBuffer)
        {
            Resize(SmallBuffer, keep: 0);
        }

        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                Resize(_buffer.Length * 2, keep: length);
            }

            ValueWebSocketReceiveResult result;
            try
            {
                result = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception cause) when (IsLoss(cause, cancellationToken))
            {
                throw Lost(cause, "");
            }

            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return new(TransportMessageKind.Close, default, (int?)socket.CloseStatus, socket.CloseStatusDescription);
            }

            if (length > maxMessageBytes)
            {
                throw BoundedEventStream.TooLarge(maxMessageBytes);
            }

            if (result.EndOfMessage)
            {
                var kind = result.MessageType == WebSocketMessageType.Text ? TransportMessageKind.Text : TransportMessageKind.Binary;
                return new(kind, _buffer.AsMemory(0, length));
            }
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (IsLoss(cause, cancellationToken))
        {
            throw Lost(cause, " while sending");
        }
    }

    /// <summary>Says good-bye without waiting for the answer, which nobody has a use for.</summary>
    public async ValueTask DisposeAsync()
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using var limit = new CancellationTokenSource(GoodByeLimit, time);
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, limit.Token).ConfigureAwait(false);
            }
            catch (Exception cause) when (cause is WebSocketException or ObjectDisposedException or InvalidOperationException or IOException or OperationCanceledException)
            {
                // Lost on the way out: what was to be closed is closed.
            }
        }

        socket.Dispose();
    }

    /// <summary>The framework ends a socket whose pings are not answered by a cancellation that nobody asked for.</summary>
    private static bool IsLoss(Exception cause, CancellationToken cancellationToken) =>
        cause is WebSocketException or ObjectDisposedException or InvalidOperationException or IOException
        || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static ConnectionLostException Lost(Exception cause, string when) => new(
        cause is OperationCanceledException
            ? "The socket was lost: the framework gave it up, most often because a ping was not answered within KeepAliveTimeout."
            : $"The socket was lost{when}: {cause.Message}",
        cause);

    private void Resize(int size, int keep)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, keep).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
