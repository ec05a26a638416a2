using System.Net;
using System.Net.Sockets;

namespace TestKit;

/// <summary>
/// A port of the loopback address that is kept as long as this lives: a server of the test may listen on it meanwhile, and where none does,
/// who connects is refused. Without it another test's server, or a client's own end, may get the port as soon as the server has gone.
/// </summary>
public sealed class ReservedPort : IDisposable
{
    // Bound, but not listening.
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ReservedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Dispose() => _socket.Dispose();
}
