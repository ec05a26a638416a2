using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>A frame in the form that its faults give it.</summary>
internal sealed class FaultedFrame
{
    private readonly byte[] _payload;
    private readonly Corruption? _corruption;
    private readonly int _fragmentBytes;

    public FaultedFrame(string text, IReadOnlyList<FaultEffect> effects)
    {
        _corruption = effects.OfType<FaultEffect.Corrupt>().FirstOrDefault()?.Kind;
        _fragmentBytes = effects.OfType<FaultEffect.Fragment>().FirstOrDefault()?.Bytes ?? int.MaxValue;
        var written = _corruption switch
        {
            Corruption.BrokenJson => text[..^Math.Min(1, text.Length)],
            Corruption.NotAnObject => $"[{text}]",
            _ => text,
        };
        Text = _corruption is Corruption.BinaryFrame or Corruption.UnknownOpcode or Corruption.InvalidUtf8 ? null : written;
        _payload = Encoding.UTF8.GetBytes(written);
        if (_corruption == Corruption.InvalidUtf8 && _payload.Length > 0)
        {
            _payload[_payload.Length / 2] = 0xFF;
        }
    }

    /// <summary>What the journal shows; null for what is no text.</summary>
    public string? Text { get; }

    public int Bytes => _payload.Length;

    public async Task WriteAsync(WebSocket socket, FaultableStream wire)
    {
        if (_corruption == Corruption.UnknownOpcode)
        {
            await wire.WriteAsync(FrameBytes.Of(FrameBytes.Reserved, _payload)).ConfigureAwait(false);
            return;
        }

        var kind = _corruption == Corruption.BinaryFrame ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
        var at = 0;
        do
        {
            var length = Math.Min(_fragmentBytes, _payload.Length - at);
            var part = _payload.AsMemory(at, length);
            at += length;
            await socket.SendAsync(part, kind, endOfMessage: at == _payload.Length, CancellationToken.None).ConfigureAwait(false);
        }
        while (at < _payload.Length);
    }

    /// <summary>Writes half of the frame, and lets nothing more out.</summary>
    public async Task WriteHalfAsync(FaultableStream wire)
    {
        var frame = FrameBytes.Of(FrameBytes.Text, _payload);
        await wire.WriteAsync(frame.AsMemory(0, frame.Length / 2)).ConfigureAwait(false);
        wire.DropOutbound();
    }
}

/// <summary>Builds a server's WebSocket frame by hand.</summary>
internal static class FrameBytes
{
    public const byte Final = 0x80;
    public const byte Text = 0x1;
    public const byte Close = 0x8;
    public const byte Ping = 0x9;

    /// <summary>One of the opcodes that the protocol keeps for later.</summary>
    public const byte Reserved = 0x3;

    public static byte[] Of(byte opcode, ReadOnlySpan<byte> payload)
    {
        var head = payload.Length switch { < 126 => 2, <= ushort.MaxValue => 4, _ => 10 };
        var frame = new byte[head + payload.Length];
        frame[0] = (byte)(Final | opcode);
        switch (head)
        {
            case 2:
                frame[1] = (byte)payload.Length;
                break;
            case 4:
                frame[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
                break;
            default:
                frame[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
                break;
        }

        payload.CopyTo(frame.AsSpan(head));
        return frame;
    }
}
