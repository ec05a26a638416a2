using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using ResponsesWebSocket.Emulator.Faults;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>The byte stream below a WebSocket, for what a WebSocket cannot do by itself: pings on the emulator's clock, and faults. Each write of the
/// WebSocket is one whole frame, so what is written here beside it lies between two frames.</summary>
[SuppressMessage("Design", "CA2213", Justification = "The semaphore holds nothing but memory, and a write may come in after the end.")]
internal sealed class FaultableStream(Socket? socket) : Stream
{
    private static readonly byte[] EmptyClose = [0x88, 0x00];

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PlanEntry> _atByte = [];
    private readonly PongScanner _pongs = new();
    private Func<PlanEntry, Task> _strike = static _ => Task.CompletedTask;
    private Stream? _stream;
    private long _written;
    private volatile bool _isMute;
    private volatile bool _isDeaf;
    private bool _isClosing;

    /// <summary>Called with the payload of each pong of the client.</summary>
    public Action<ReadOnlySpan<byte>>? Ponged { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private Stream Inner => _stream ?? throw new InvalidOperationException("The connection is not upgraded yet.");

    public FaultableStream Attach(Stream stream)
    {
        _stream = stream;
        return this;
    }

    /// <summary>Lets faults strike at bytes. To be called before the upgrade.</summary>
    public void Plan(IEnumerable<PlanEntry> atByte, Func<PlanEntry, Task> strike)
    {
        _atByte.AddRange(atByte.OrderBy(static entry => entry.When.Byte));
        _strike = strike;
    }

    /// <summary>Loses everything that is written from now on.</summary>
    public void DropOutbound() => _isMute = true;

    /// <summary>Reads nothing more, until the connection ends.</summary>
    public void DropInbound() => _isDeaf = true;

    /// <summary>Ends reads that wait for nothing. What resets the TCP connection does not dispose of the stream above it.</summary>
    public void End() => _ended.TrySetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isDeaf)
        {
            var count = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            // A black hole that began during the read has swallowed what the read brought.
            if (!_isDeaf || count == 0)
            {
                if (Ponged is { } ponged)
                {
                    _pongs.Scan(buffer.Span[..count], ponged);
                }

                return count;
            }
        }

        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        throw new IOException("The connection ended in a black hole.");
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (buffer.Span is [0x88, 0x02, 0x03, 0xED])
            {
                // The framework spells "no status" out as 1005, which a close frame must never hold.
                buffer = EmptyClose;
            }

            if (!CanFollow(buffer.Span))
            {
                return;
            }

            while (_atByte.Count > 0 && _atByte[0].When.Byte < _written + buffer.Length)
            {
                var entry = _atByte[0];
                _atByte.RemoveAt(0);
                var before = (int)Math.Max(0, entry.When.Byte!.Value - _written);
                await PutAsync(buffer[..before], cancellationToken).ConfigureAwait(false);
                buffer = buffer[before..];
                await _strike(entry).ConfigureAwait(false);
            }

            await PutAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _isMute ? Task.CompletedTask : Inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        End();
        _stream?.Dispose();
        base.Dispose(disposing);
    }

    // A ping may have waited here for the close frame, behind which nothing can come.
    private bool CanFollow(ReadOnlySpan<byte> frame)
    {
        var isPing = frame is [FrameBytes.Final | FrameBytes.Ping, ..];
        _isClosing |= frame is [FrameBytes.Final | FrameBytes.Close, ..];
        return !isPing || !_isClosing;
    }

    private async ValueTask PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _written += bytes.Length;
        if (_isMute || bytes.Length == 0)
        {
            return;
        }

        if (bytes.Length == 1 && socket is not null)
        {
            // The server's transport lets a write of one byte complete before it has sent it, and a drop would then overtake the byte.
            await socket.SendAsync(bytes, cancellationToken).ConfigureAwait(false);
            return;
        }

        await Inner.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }
}
