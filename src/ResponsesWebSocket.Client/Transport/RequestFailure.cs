using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace ResponsesWebSocket.Client.Transport;

/// <summary>What the framework, or the application's handlers in it, threw in place of an answer, as the exception of this library.</summary>
internal static class RequestFailure
{
    /// <summary>Whether the application's own code threw it, rather than the network, the framework or whoever gave up waiting.</summary>
    public static bool IsHandlers(Exception thrown) =>
        thrown is not (HttpRequestException or IOException or SocketException or WebSocketException or AuthenticationException or OperationCanceledException or ResponsesWebSocketException);

    /// <param name="thrown">What was thrown.</param>
    /// <param name="what">Begins the message: what there is not, and where.</param>
    /// <param name="host">For messages.</param>
    public static ResponsesWebSocketException Of(Exception thrown, string what, string host)
    {
        // A socket has wrapped it once more.
        var cause = thrown is WebSocketException { InnerException: { } inner } ? inner : thrown;
        if (IsHandlers(cause))
        {
            return new HttpHandlerException(cause);
        }

        if (cause is OperationCanceledException)
        {
            return new ConnectionLostException($"{what}: the HttpInvoker gave up. Raise its Timeout; a model may think for minutes before it answers over HTTP.", thrown);
        }

        if (cause is AuthenticationException || cause.InnerException is AuthenticationException)
        {
            return new ConnectionLostException(
                $"{what}: no secure connection, {cause.GetBaseException().Message} Check the address in Endpoint, or have the handler of HttpInvoker trust the authority of {host}.", thrown)
            {
                IsTransient = false,
            };
        }

        var proxyWantsCredentials = cause is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: HttpStatusCode.ProxyAuthenticationRequired };
        return new ConnectionLostException(
            $"{what}: {(cause.InnerException ?? cause).Message}{(proxyWantsCredentials ? " Set the proxy's credentials on HttpInvoker." : "")}", thrown)
        {
            IsTransient = !proxyWantsCredentials,
            IsUnreachable = cause is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError },
        };
    }
}
