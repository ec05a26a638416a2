namespace ResponsesWebSocket.Client.Transport;

internal enum TransportMessageKind
{
    Text,
    Binary,

    /// <summary>The peer closed in order; no message follows.</summary>
    Close,
}

/// <summary>One whole message. <see cref="Content"/> is valid until the next receive.</summary>
internal readonly record struct TransportMessage(TransportMessageKind Kind, ReadOnlyMemory<byte> Content, int? CloseStatus = null, string? CloseReason = null);

/// <summary>One connection as whole messages. One reader; sends are made one at a time by the owner.</summary>
internal interface ITransport : IAsyncDisposable
{
    /// <exception cref="ResponsesWebSocketException">The connection is lost, or a message breaks the size limit.</exception>
    ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken);

    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);
}
