namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>Finds the pongs in the bytes that a client sends. The bytes come as the network cuts them, so a frame may be spread over many reads,
/// and a read may hold many frames.</summary>
internal sealed class PongScanner
{
    private const byte Pong = 0xA;
    private const byte MaskBit = 0x80;

    // Two bytes, up to eight of length, four of mask.
    private readonly byte[] _head = new byte[14];
    private readonly byte[] _payload = new byte[125];
    private int _headLength;
    private int _headNeeded = 2;
    private ulong _left;
    private int _kept;

    /// <summary>Looks at the next bytes; <paramref name="found"/> gets the payload of each pong that ends in them.</summary>
    public void Scan(ReadOnlySpan<byte> bytes, Action<ReadOnlySpan<byte>> found)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[(_headLength < _headNeeded ? TakeHead(bytes) : TakePayload(bytes))..];
            if (_headLength == _headNeeded && _left == 0)
            {
                End(found);
            }
        }
    }

    private bool IsPong => (_head[0] & 0xF) == Pong;

    private int TakeHead(ReadOnlySpan<byte> bytes)
    {
        _head[_headLength++] = bytes[0];
        if (_headLength == 2)
        {
            _headNeeded = 2 + LengthBytes() + ((_head[1] & MaskBit) == 0 ? 0 : 4);
        }

        if (_headLength == _headNeeded)
        {
            _left = (ulong)(_head[1] & ~MaskBit);
            if (LengthBytes() is > 0 and var count)
            {
                _left = 0;
                foreach (var digit in _head.AsSpan(2, count))
                {
                    _left = (_left << 8) | digit;
                }
            }
        }

        return 1;
    }

    private int TakePayload(ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min((ulong)bytes.Length, _left);
        // Longer pongs break the protocol, and the WebSocket above will say so.
        if (IsPong && _kept + count <= _payload.Length)
        {
            bytes[..count].CopyTo(_payload.AsSpan(_kept));
            _kept += count;
        }

        _left -= (ulong)count;
        return count;
    }

    private void End(Action<ReadOnlySpan<byte>> found)
    {
        if (IsPong)
        {
            var payload = _payload.AsSpan(0, _kept);
            if ((_head[1] & MaskBit) != 0)
            {
                var mask = _head.AsSpan(_headNeeded - 4, 4);
                for (var i = 0; i < payload.Length; i++)
                {
                    payload[i] ^= mask[i % 4];
                }
            }

            found(payload);
        }

        (_headLength, _headNeeded, _kept) = (0, 2, 0);
    }

    private int LengthBytes() => (_head[1] & ~MaskBit) switch { 126 => 2, 127 => 8, _ => 0 };
}
