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
        var socket = new ClientWebSocket();
        using var answer = new UpgradeAnswer(invoker, (refused, leave) => HttpErrorReader.ReadErrorAsync(refused, token, time, leave));
        using var observed = new HttpMessageInvoker(answer, disposeHandler: false);
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            Configure(socket.Options, token);
            await socket.ConnectAsync(_address, observed, linked.Token).ConfigureAwait(false);
            return new WebSocketTransport(socket, options.MaxMessageBytes, time);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw;
        }
        catch (Exception cause)
        {
            using var failed = socket;
            throw timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested
                ? new ConnectionLostException($"No socket to {_address.Host} within ConnectTimeout ({options.ConnectTimeout}).", cause)
                : Failure(socket, answer.Refusal, cause);
        }
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

        var error = refusal ?? ServerError.Of(status);
        var where = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status} on opening a socket to {_address.Host}{_address.AbsolutePath}. {UpgradeAdvice.For(status, options)}");
        return error.ToRefusedUpgrade(where, cause);
    }
}
