using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Benchmarks.Emulator;

/// <summary>Bytes on a TCP connection, for what no client library does.</summary>
internal static class RawTcp
{
    public static string UpgradeRequest { get; } = "GET /v1/responses HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer test-key\r\nConnection: Upgrade\r\n"
        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

    public static async Task<Socket> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return socket;
    }

    public static async Task<Socket> ConnectAsync(int port, string request, CancellationToken cancellationToken)
    {
        var socket = await ConnectAsync(port, cancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        return socket;
    }

    /// <summary>The first bytes of what comes, as text; empty when the stream ends before.</summary>
    public static async Task<string> ReadSomeAsync(Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, cancellationToken));
    }

    /// <summary>Ends the connection by a reset.</summary>
    public static void Reset(Socket socket)
    {
        socket.LingerState = new(enable: true, seconds: 0);
        socket.Dispose();
    }
}
