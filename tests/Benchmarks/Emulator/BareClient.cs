using System.Net.WebSockets;
using System.Text;

namespace Benchmarks.Emulator;

/// <summary>A plain socket that asks and reads to the end of each turn, with as little work of its own as possible.</summary>
internal sealed class BareClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public WebSocket Socket => _socket;

    public long BytesSent { get; private set; }

    public long BytesReceived { get; private set; }

    public static async Task<BareClient> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var client = new BareClient();
        client._socket.Options.SetRequestHeader("Authorization", "Bearer test-key");
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/v1/responses"), cancellationToken);
        return client;
    }

    public static string Create(string text, string? parent = null, string more = "") =>
        $$"""{"type":"response.create","model":"gpt-6-astra","store":false,"input":"{{text}}"{{(parent is null ? "" : $",\"previous_response_id\":\"{parent}\"")}}{{more}}}""";

    public async Task SendAsync(string frame, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);
        BytesSent += bytes.Length;
        await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
    }

    /// <summary>Asks and reads to the end of the turn.</summary>
    /// <returns>The response's id; null when it did not complete.</returns>
    public async Task<string?> AskAsync(string text, string? parent, CancellationToken cancellationToken)
    {
        await SendAsync(Create(text, parent), cancellationToken);
        return await ReadTurnAsync(cancellationToken);
    }

    public async Task<string?> ReadTurnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = await ReadAsync(cancellationToken);
            var frame = _buffer.AsSpan(0, length);
            if (frame.StartsWith("{\"type\":\"response.completed\""u8))
            {
                var id = frame[frame.IndexOf("\"id\":\"resp_"u8)..][6..];
                return Encoding.ASCII.GetString(id[..id.IndexOf((byte)'"')]);
            }

            if (frame.StartsWith("{\"type\":\"error\""u8) || length == 0)
            {
                return null;
            }
        }
    }

    /// <summary>Reads one message and returns its length; 0 for a close frame. Of a long one only the begin is kept.</summary>
    public async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(length < _buffer.Length / 2 ? _buffer.AsMemory(length) : _buffer.AsMemory(_buffer.Length / 2), cancellationToken);
            BytesReceived += received.Count;
            length = Math.Min(length + received.Count, _buffer.Length / 2);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return 0;
            }

            if (received.EndOfMessage)
            {
                return length;
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
