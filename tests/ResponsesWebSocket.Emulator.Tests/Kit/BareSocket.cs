using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Kit;

/// <summary>A plain WebSocket: the tests see the frames themselves, not what a client library makes of them.</summary>
internal sealed class BareSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationToken _limit;

    private BareSocket(CancellationToken limit)
    {
        _limit = limit;
        _socket.Options.CollectHttpResponseDetails = true;
    }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<BareSocket> ConnectAsync(ResponsesEmulator emulator, CancellationToken limit)
    {
        var socket = new BareSocket(limit);
        socket._socket.Options.SetRequestHeader("Authorization", $"Bearer {emulator.ApiKey}");
        await socket._socket.ConnectAsync(AddressOf(emulator), limit);
        return socket;
    }

    public static Uri AddressOf(ResponsesEmulator emulator) =>
        new UriBuilder(emulator.Endpoint) { Scheme = "ws", Path = "/v1/responses" }.Uri;

    public Task SendAsync(string frame) => _socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, _limit);

    public Task SendBinaryAsync(byte[] frame) => _socket.SendAsync(frame, WebSocketMessageType.Binary, true, _limit);

    /// <summary>Sends a create on a store:false chain; <paramref name="members"/> are further members as JSON text without braces.</summary>
    public Task CreateAsync(string members) =>
        SendAsync($$"""{"type":"response.create","model":"gpt-6-astra","store":false,{{members}}}""");

    /// <summary>Sends a create with one user text.</summary>
    public Task SayAsync(string text, string? parent = null, string? lane = null, string more = "") => CreateAsync(
        $"\"input\":{JsonSerializer.Serialize(text)}"
        + (parent is null ? string.Empty : $",\"previous_response_id\":\"{parent}\"")
        + (lane is null ? string.Empty : $",\"stream_id\":\"{lane}\"")
        + more);

    /// <summary>The next message; null when the peer sent a close frame.</summary>
    public async Task<string?> ReceiveTextAsync()
    {
        var message = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (true)
        {
            var received = await _socket.ReceiveAsync(chunk, _limit);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(chunk, 0, received.Count);
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message.ToArray());
            }
        }
    }

    public async Task<JsonElement> ReceiveAsync()
    {
        var text = await ReceiveTextAsync() ?? throw new InvalidOperationException($"Closed with {_socket.CloseStatus}.");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>Events up to and including the first of this type.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReceiveUntilAsync(string type)
    {
        var events = new List<JsonElement>();
        do
        {
            events.Add(await ReceiveAsync());
        }
        while (events[^1].Type() != type);

        return events;
    }

    /// <summary>Events of one turn, its terminal event included.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReceiveTurnAsync()
    {
        var events = new List<JsonElement>();
        do
        {
            events.Add(await ReceiveAsync());
        }
        while (events[^1].Type() is not ("response.completed" or "response.incomplete" or "response.failed" or "error"));

        return events;
    }

    /// <summary>Sends a user text and returns the terminal event.</summary>
    public async Task<JsonElement> AskAsync(string text, string? parent = null, string? lane = null, string more = "")
    {
        await SayAsync(text, parent, lane, more);
        return (await ReceiveTurnAsync())[^1];
    }

    /// <summary>Reads until the connection has ended without a close frame, and returns what still came.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReceiveUntilLostAsync()
    {
        var events = new List<JsonElement>();
        try
        {
            while (await ReceiveTextAsync() is { } text)
            {
                events.Add(JsonDocument.Parse(text).RootElement.Clone());
            }
        }
        catch (WebSocketException)
        {
            return events;
        }

        throw new InvalidOperationException($"The connection was closed in good order, with {_socket.CloseStatus}.");
    }

    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, _limit);

    public void Dispose() => _socket.Dispose();
}
