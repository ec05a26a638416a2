using System.Buffers.Binary;
using System.Net.WebSockets;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>Pings a client and notices when it no longer answers. The framework's own keep-alive runs on real time alone and ends a silent connection
/// without the close frame that the service sends.</summary>
internal sealed class KeepAlive : IDisposable
{
    private const int MostWaiting = 4;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly TimeSpan? _patience;
    private readonly Func<byte[], Task> _ping;
    private readonly Action _giveUp;
    private ITimer? _timer;
    private Task _pinging = Task.CompletedTask;
    private int _waiting;
    private DateTimeOffset _lastPong;
    private DateTimeOffset _nextPing;
    private DateTimeOffset? _unanswered;
    private uint _sent;
    private bool _ended;

    /// <param name="time">The clock.</param>
    /// <param name="interval">Time from ping to ping; greater than zero.</param>
    /// <param name="patience">Silence after which it is over; null for none.</param>
    /// <param name="ping">Sends a ping with a payload; does not throw.</param>
    /// <param name="giveUp">Called once, when the client was silent for too long.</param>
    public KeepAlive(TimeProvider time, TimeSpan interval, TimeSpan? patience, Func<byte[], Task> ping, Action giveUp)
    {
        _time = time;
        _interval = interval;
        _patience = patience;
        _ping = ping;
        _giveUp = giveUp;
    }

    public void Start()
    {
        lock (_gate)
        {
            _lastPong = _time.GetUtcNow();
            _nextPing = _lastPong + _interval;
            Arm_NeedsLock(_lastPong);
        }
    }

    /// <summary>Takes a pong. Only an answer to a ping counts: some clients send pongs that nobody asked for, and those show that the client
    /// writes, not that it reads.</summary>
    public void Take(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (payload.Length != sizeof(uint) || BinaryPrimitives.ReadUInt32BigEndian(payload) is var number && (number == 0 || number > _sent))
            {
                return;
            }

            _lastPong = _time.GetUtcNow();
            _unanswered = number == _sent ? null : _lastPong;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _timer?.Dispose();
        }
    }

    // Counted from the last pong, but a client gets time to answer also where pings are rarer than the patience is long.
    private DateTimeOffset? Deadline_NeedsLock() => _patience is { } patience && _unanswered is { } since
        ? Later(_lastPong + patience, since + (patience < _interval ? patience : _interval))
        : null;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    // The next timer is set before anything is sent, so that whoever moves a clock by hand finds it when the move is over.
    private void Tick()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            var now = _time.GetUtcNow();
            if (Deadline_NeedsLock() <= now)
            {
                _ended = true;
            }
            else
            {
                Ping_NeedsLock(now);
                Arm_NeedsLock(now);
                return;
            }
        }

        _giveUp();
    }

    private void Ping_NeedsLock(DateTimeOffset now)
    {
        if (_nextPing > now)
        {
            return;
        }

        _nextPing = now + _interval;
        _unanswered ??= now;
        // Behind a message that the client does not read, pings would only pile up.
        if (_waiting < MostWaiting)
        {
            var payload = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(payload, ++_sent);
            Interlocked.Increment(ref _waiting);
            _pinging = PingAfterAsync(_pinging, payload);
        }
    }

    private async Task PingAfterAsync(Task before, byte[] payload)
    {
        // Away from the timer, whose owner may be somebody that moves a clock by hand.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _ping(payload).ConfigureAwait(false);
        Interlocked.Decrement(ref _waiting);
    }

    private void Arm_NeedsLock(DateTimeOffset now)
    {
        var due = (Deadline_NeedsLock() is { } deadline && deadline < _nextPing ? deadline : _nextPing) - now;
        _timer?.Dispose();
        _timer = _time.CreateTimer(_ => Tick(), null, due > Soon ? due : Soon, Timeout.InfiniteTimeSpan);
    }
}

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
