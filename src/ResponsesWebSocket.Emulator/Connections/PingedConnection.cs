using System.Net.WebSockets;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>Joins a connection with the pings that it sends, and ends it when they stay without answer.</summary>
internal sealed class PingedConnection : IDisposable
{
    // A client that reads nothing keeps even the close frame from going out, and would hold the connection for ever.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly EmulatedConnection _connection;
    private readonly FaultableStream _wire;
    private readonly KeepAlive _pings;
    private ITimer? _abort;

    private PingedConnection(EmulatorContext emulator, EmulatedConnection connection, FaultableStream wire)
    {
        var options = emulator.Options;
        _time = emulator.Time;
        _connection = connection;
        _wire = wire;
        _pings = new(_time, options.PingInterval, options.PongTimeout > TimeSpan.Zero ? options.PongTimeout : null, PingAsync, GiveUp);
        wire.Ponged = _pings.Take;
    }

    /// <summary>The pings of a connection; null when they are switched off.</summary>
    public static PingedConnection? Of(EmulatorContext emulator, EmulatedConnection connection, FaultableStream wire) =>
        emulator.Options.PingInterval > TimeSpan.Zero ? new(emulator, connection, wire) : null;

    public PingedConnection Start()
    {
        _pings.Start();
        return this;
    }

    public void Dispose()
    {
        _pings.Dispose();
        _abort?.Dispose();
    }

    private async Task PingAsync(byte[] payload)
    {
        if (!_connection.IsOpen)
        {
            return;
        }

        try
        {
            // Without a token: the server's stream resets the connection when a write is cancelled.
            await _wire.WriteAsync(FrameBytes.Of(FrameBytes.Ping, payload), CancellationToken.None).ConfigureAwait(false);
            await _wire.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (SocketSender.IsLoss(exception) || exception is OperationCanceledException or InvalidOperationException)
        {
            // The connection has ended, or is about to be found lost by its reading.
        }
    }

    private void GiveUp()
    {
        _abort = _time.CreateTimer(_ => _connection.Abort(), null, Grace, Timeout.InfiniteTimeSpan);
        _ = _connection.CloseAndDropAsync(WebSocketCloseStatus.InternalServerError, "keepalive ping timeout");
    }
}
