using System.Collections.Concurrent;
using System.Net.Sockets;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>Real connections whose writes can be made to fail, as those of a network card that is gone: nothing is sent any more, and nobody at the other end knows.</summary>
internal sealed class BreakableWire : IDisposable
{
    private readonly ConcurrentBag<BreakableStream> _streams = [];

    public BreakableWire() => Invoker = new HttpMessageInvoker(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            var stream = new BreakableStream(socket);
            _streams.Add(stream);
            return stream;
        },
    });

    public HttpMessageInvoker Invoker { get; }

    /// <summary>From now on no connection that is open takes a write; later ones do.</summary>
    public void BreakWrites()
    {
        foreach (var stream in _streams)
        {
            stream.IsBroken = true;
        }
    }

    public void Dispose() => Invoker.Dispose();

    private sealed class BreakableStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        public volatile bool IsBroken;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            IsBroken ? throw new IOException("The wire is broken.") : base.WriteAsync(buffer, cancellationToken);
    }
}
