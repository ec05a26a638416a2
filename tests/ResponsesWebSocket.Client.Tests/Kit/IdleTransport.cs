using ResponsesWebSocket.Client.Transport;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>The other end of a session that is tested without a socket: it takes everything and never says a word.</summary>
internal class IdleTransport : ITransport
{
    public int Sent { get; private set; }

    public async ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        return default;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        Sent++;
        return ValueTask.CompletedTask;
    }

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
