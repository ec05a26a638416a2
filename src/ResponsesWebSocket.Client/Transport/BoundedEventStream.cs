namespace ResponsesWebSocket.Client.Transport;

/// <summary>
/// A stream of server-sent events in which no event may be larger than a limit. The parser above keeps an event until its end,
/// so a service that never ends one would take all memory there is.
/// </summary>
internal sealed class BoundedEventStream(Stream stream, int maxMessageBytes) : Stream
{
    // For the names of the fields, and the event's own.
    private const int Overhead = 1024;

    private long _eventBytes;
    private bool _isLineEmpty = true;
    private bool _afterReturn;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="ProtocolViolationException">An event is too large.</exception>
    /// <exception cref="HttpHandlerException">A handler of the application's has put its own stream in between, and that threw.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await ReadOnAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(buffer.Span[..count]);
        return _eventBytes <= (long)maxMessageBytes + Overhead ? count : throw TooLarge(maxMessageBytes);
    }

    public async Task<byte[]> ReadWholeAsync(CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        await CopyToAsync(whole, cancellationToken).ConfigureAwait(false);
        return whole.ToArray();
    }

    public static ProtocolViolationException TooLarge(int maxMessageBytes) =>
        new($"The service sent a message of more than {maxMessageBytes} bytes. Raise MaxMessageBytes if such answers are expected.");

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadOnAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception thrown) when (RequestFailure.IsHandlers(thrown) && thrown is not ObjectDisposedException)
        {
            throw new HttpHandlerException(thrown);
        }
    }

    /// <summary>An empty line ends an event; lines end with CR, LF or both.</summary>
    private void Count(ReadOnlySpan<byte> read)
    {
        while (!read.IsEmpty)
        {
            var end = read.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                _eventBytes += read.Length;
                (_isLineEmpty, _afterReturn) = (false, false);
                return;
            }

            _eventBytes += end + 1;
            _isLineEmpty &= end == 0;
            var isSecondHalf = end == 0 && _afterReturn && read[0] == '\n';
            if (_isLineEmpty && !isSecondHalf)
            {
                _eventBytes = 0;
            }

            _isLineEmpty = true;
            _afterReturn = read[end] == '\r';
            read = read[(end + 1)..];
        }
    }
}
