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
