using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Kit;

/// <summary>A WebSocket client made by hand: sees single frames, half frames, and how a connection ended.</summary>
internal sealed class RawPeer : IDisposable
{
    public const byte Continuation = 0x0;
    public const byte Text = 0x1;
    public const byte Binary = 0x2;
    public const byte Close = 0x8;
    public const byte Ping = 0x9;
    public const byte Pong = 0xA;

    private readonly Socket _socket;
    private readonly CancellationToken _limit;
    private byte[] _unread = [];

    private RawPeer(Socket socket, CancellationToken limit)
    {
        _socket = socket;
        _limit = limit;
    }

    /// <summary>How the stream ended: "fin" or "rst"; null while it has not.</summary>
    public string? End { get; private set; }

    /// <summary>Bytes after the upgrade response.</summary>
    public int BytesRead { get; private set; }

    public int Unread => _unread.Length;

    public static async Task<RawPeer> ConnectAsync(ResponsesEmulator emulator, CancellationToken limit)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, emulator.Endpoint.Port, limit);
        var peer = new RawPeer(socket, limit);
        var request = $"GET /v1/responses HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {emulator.ApiKey}\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), limit);
        while (!Encoding.ASCII.GetString(peer._unread).Contains("\r\n\r\n"))
        {
            (await peer.MoreAsync()).Should().BeTrue("the upgrade is answered");
        }

        Encoding.ASCII.GetString(peer._unread).Should().StartWith("HTTP/1.1 101");
        var end = peer._unread.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        peer._unread = peer._unread[end..];
        peer.BytesRead = peer._unread.Length;
        return peer;
    }

    public Task SayAsync(string text, string more = "") =>
        SendAsync(Text, $$"""{"type":"response.create","model":"gpt-6-astra","store":false,"input":{{JsonSerializer.Serialize(text)}}{{more}}}""");

    public async Task SendAsync(byte opcode, string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        var frame = new MemoryStream();
        frame.WriteByte((byte)(0x80 | opcode));
        // Masked by zeros, so the payload stays as it is.
        frame.Write(bytes.Length < 126 ? [(byte)(0x80 | bytes.Length)] : [0xFE, (byte)(bytes.Length >> 8), (byte)bytes.Length]);
        frame.Write([0, 0, 0, 0]);
        frame.Write(bytes);
        await _socket.SendAsync(frame.ToArray(), _limit);
    }

    /// <summary>Sends bytes as they are.</summary>
    public Task SendBytesAsync(ReadOnlyMemory<byte> bytes) => _socket.SendAsync(bytes, _limit).AsTask();

    /// <summary>The next whole frame; null when the stream ended before.</summary>
    public async Task<RawFrame?> ReadAsync()
    {
        while (true)
        {
            if (TryTake() is { } frame)
            {
                return frame;
            }

            if (!await MoreAsync())
            {
                return null;
            }
        }
    }

    /// <summary>Frames up to the end of the stream.</summary>
    public async Task<IReadOnlyList<RawFrame>> ReadToEndAsync()
    {
        var frames = new List<RawFrame>();
        while (await ReadAsync() is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }

    /// <summary>Frames up to and including the first of this event type.</summary>
    public async Task<IReadOnlyList<RawFrame>> ReadUntilAsync(string type)
    {
        var frames = new List<RawFrame>();
        do
        {
            frames.Add(await ReadAsync() ?? throw new InvalidOperationException($"The stream ended by {End} before {type}."));
        }
        while (!frames[^1].PayloadText.StartsWith($"{{\"type\":\"{type}\"", StringComparison.Ordinal));

        return frames;
    }

    public void Dispose() => _socket.Dispose();

    private RawFrame? TryTake()
    {
        if (_unread.Length < 2)
        {
            return null;
        }

        var (head, length) = (_unread[1] & 0x7F) switch
        {
            126 when _unread.Length >= 4 => (4, BinaryPrimitives.ReadUInt16BigEndian(_unread.AsSpan(2))),
            126 => (4, int.MaxValue - 4),
            var small => (2, small),
        };
        if (_unread.Length < head + length)
        {
            return null;
        }

        var frame = new RawFrame((byte)(_unread[0] & 0xF), (_unread[0] & 0x80) != 0, _unread[head..(head + length)]);
        _unread = _unread[(head + length)..];
        return frame;
    }

    private async Task<bool> MoreAsync()
    {
        var chunk = new byte[16 * 1024];
        try
        {
            var count = await _socket.ReceiveAsync(chunk, _limit);
            _unread = [.. _unread, .. chunk.AsSpan(0, count)];
            BytesRead += count;
            End = count == 0 ? "fin" : null;
            return count > 0;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            End = "rst";
            return false;
        }
    }

    internal sealed record RawFrame(byte Opcode, bool Final, byte[] Payload)
    {
        public string PayloadText => Encoding.UTF8.GetString(Payload);

        /// <summary>The type of an event; null for a control frame.</summary>
        public string? EventType => Opcode < Close ? JsonDocument.Parse(Payload).RootElement.Type() : null;

        public int? CloseStatus => Payload.Length < 2 ? null : BinaryPrimitives.ReadUInt16BigEndian(Payload);
    }
}
