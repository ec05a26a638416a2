using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Text;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>The sending half of a socket: one message at a time, entered into the journal in the order in which they go out. It exists before the
/// socket is accepted, and what is sent by then waits: a client must not see itself connected to a server that does not know it yet.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore holds nothing but memory, and a test may drop or close a connection at the very moment of its end.")]
internal sealed class SocketSender(EmulatorContext emulator, int connectionId, Action endStream, CancellationToken ended)
{
    private readonly SemaphoreSlim _sending = new(0, 1);
    private WebSocket? _socket;
    private volatile bool _dropped;

    private WebSocket Socket => _socket ?? throw new InvalidOperationException("The socket is not accepted yet.");

    /// <summary>Lets sends begin.</summary>
    public void Begin(WebSocket socket)
    {
        _socket = socket;
        Release();
    }

    /// <summary>Sends one text message.</summary>
    /// <exception cref="OperationCanceledException">The connection has ended.</exception>
    public Task SendTextAsync(string text, string? streamId, int? turn, CancellationToken cancellationToken) =>
        SendAsync(() => SendTextNeedsLockAsync(text, streamId, turn), cancellationToken);

    /// <summary>Sends one binary message.</summary>
    /// <exception cref="OperationCanceledException">The connection has ended.</exception>
    public Task SendBinaryAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => SendAsync(
        () =>
        {
            Record(payload.Length, null, null, null);
            return Socket.SendAsync(payload, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None).AsTask();
        },
        cancellationToken);

    /// <summary>Sends one message in a way of the caller's.</summary>
    /// <exception cref="OperationCanceledException">The connection has ended.</exception>
    public Task SendAsync(int bytes, string? text, string? streamId, int? turn, Func<WebSocket, Task> write, CancellationToken cancellationToken) => SendAsync(
        () =>
        {
            Record(bytes, text, streamId, turn);
            return write(Socket);
        },
        cancellationToken);

    /// <summary>Sends a close frame, and a last message in front of it, unless the socket is past that already.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string? reason, string? lastFrame, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!CanSend() || _dropped)
            {
                return;
            }

            if (lastFrame is not null)
            {
                await SendTextNeedsLockAsync(lastFrame, null, null).ConfigureAwait(false);
            }

            await Socket.CloseOutputAsync(status, reason, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            // The peer went first; the read loop sees it too and ends the connection.
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Sends nothing more and ends the stream after the message that is going out.</summary>
    public void Drop()
    {
        _dropped = true;
        EndStreamIfDropped();
    }

    public static bool IsLoss(Exception exception) => exception is WebSocketException or IOException or ObjectDisposedException;

    private async Task SendAsync(Func<Task> send, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (ended.IsCancellationRequested || !CanSend())
            {
                throw new OperationCanceledException("The connection has ended.");
            }

            await send().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            throw new OperationCanceledException("The connection was lost.", exception);
        }
        finally
        {
            Release();
        }
    }

    // No token goes into the socket's send: cancelling it would break the socket for the other lanes.
    private Task SendTextNeedsLockAsync(string text, string? streamId, int? turn)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        Record(payload.Length, text, streamId, turn);
        return Socket.SendAsync(payload.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask();
    }

    private void Record(int bytes, string? text, string? streamId, int? turn) =>
        emulator.Journal.AddFrame(connectionId, fromClient: false, streamId, emulator.Time.GetUtcNow(), bytes, text, turn);

    private bool CanSend() => Socket.State is WebSocketState.Open or WebSocketState.CloseReceived;

    private void Release()
    {
        _sending.Release();
        EndStreamIfDropped();
    }

    // Between two messages only: whoever holds the semaphore ends the stream when done.
    private void EndStreamIfDropped()
    {
        if (_dropped && _sending.Wait(0))
        {
            try
            {
                endStream();
            }
            finally
            {
                _sending.Release();
            }
        }
    }
}
