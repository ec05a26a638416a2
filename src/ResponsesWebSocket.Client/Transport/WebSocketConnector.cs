using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Transport;

/// <summary>Opens sockets.</summary>
internal sealed class WebSocketConnector(ResponsesWebSocketOptions options, HttpMessageInvoker invoker, Credential credential, TimeProvider time)
{
    private readonly Uri _address = EndpointAddress.SocketOf(options.Endpoint);

    /// <exception cref="ResponseRefusedException">The service answered the upgrade with an HTTP status.</exception>
    /// <exception cref="ConnectionLostException">No answer, or not in time.</exception>
    /// <exception cref="AccessTokenException">There is no token to connect with.</exception>
    /// <exception cref="HttpHandlerException">A handler of the application's threw.</exception>
    public Task<ITransport> ConnectAsync(CancellationToken cancellationToken) =>
        // A server without WebSocket says 403 too. A token that has run out must not be taken for one.
        credential.UseAsync(ConnectAsync, isForbiddenWorthAnother: options.Transport == ResponsesTransport.Auto, cancellationToken);

    private async Task<ITransport> ConnectAsync(string? token, CancellationToken cancellationToken)
    {
        using var socket = new Owned(new ClientWebSocket());
        Configure(socket.Value.Options, token);
        using var answer = new UpgradeAnswer(invoker, (refused, leave) => HttpErrorReader.ReadErrorAsync(refused, token, time, leave));
        using var observed = new HttpMessageInvoker(answer, disposeHandler: false);
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await socket.Value.ConnectAsync(_address, observed, linked.Token).ConfigureAwait(false);
        }
        catch (Exception cause) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ConnectionLostException($"No socket to {_address.Host} within ConnectTimeout ({options.ConnectTimeout}).", cause);
        }
        catch (Exception cause) when (cause is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw Failure(socket.Value, answer.Refusal, cause);
        }

        return new WebSocketTransport(socket.Release(), options.MaxMessageBytes, time);
    }

    private void Configure(ClientWebSocketOptions socket, string? token)
    {
        socket.CollectHttpResponseDetails = true;
        // The timeout turns unsolicited pongs into real pings, whose missing answer ends the socket.
        socket.KeepAliveInterval = options.KeepAliveInterval;
        socket.KeepAliveTimeout = options.KeepAliveTimeout;
        foreach (var (name, value) in RequestHeaders.Of(options, token))
        {
            socket.SetRequestHeader(name, value);
        }
    }

    private ResponsesWebSocketException Failure(ClientWebSocket socket, ServerError? refusal, Exception cause)
    {
        var status = socket.HttpStatusCode;
        if (status is default(HttpStatusCode) or HttpStatusCode.SwitchingProtocols)
        {
            return RequestFailure.Of(cause, $"No socket to {_address.Host}", _address.Host);
        }

        var error = refusal ?? new ServerError(status, Code: null, Type: null, Message: null, Param: null, RetryAfter: null);
        var where = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status} on opening a socket to {_address.Host}{_address.AbsolutePath}. {UpgradeAdvice.For(status, options)}");
        return error.ToRefusedUpgrade(where, cause);
    }

    /// <summary>Disposes the socket unless it was handed on.</summary>
    private sealed class Owned(ClientWebSocket value) : IDisposable
    {
        private bool _released;

        public ClientWebSocket Value { get; } = value;

        public ClientWebSocket Release()
        {
            _released = true;
            return Value;
        }

        public void Dispose()
        {
            if (!_released)
            {
                Value.Dispose();
            }
        }
    }
}
