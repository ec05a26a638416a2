using System.Net;

namespace ResponsesWebSocket.Client.Transport;

/// <summary>What to do about a refused upgrade.</summary>
internal static class UpgradeAdvice
{
    private const string NotHere = "This endpoint does not speak the WebSocket mode of the Responses API; check Endpoint.";

    public static string For(HttpStatusCode status, ResponsesWebSocketOptions options)
    {
        var advice = status switch
        {
            < HttpStatusCode.MultipleChoices => "The upgrade was answered like a plain request: by a page, a proxy, or a server that has no WebSocket there. Check Endpoint.",
            < HttpStatusCode.BadRequest => "Redirects are not followed: the key must not go elsewhere. Give the final address as Endpoint.",
            HttpStatusCode.BadRequest => "The server, or a proxy before it, does not take upgrades here; check Endpoint.",
            HttpStatusCode.Unauthorized => options.AccessToken is null ? "Check ApiKey." : "Check what AccessToken returns.",
            HttpStatusCode.Forbidden => "Many servers say so where they have no WebSocket; else the key may not use this endpoint, or too many sockets are open.",
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.UpgradeRequired or HttpStatusCode.NotImplemented => NotHere,
            HttpStatusCode.ProxyAuthenticationRequired => "The proxy wants to know who asks; set its credentials on HttpInvoker.",
            HttpStatusCode.TooManyRequests => "Wait before the next try.",
            < HttpStatusCode.InternalServerError => NotHere,
            _ => "See the service's status page, or ask whoever runs the proxy before it whether it passes upgrades.",
        };
        return options.Transport == ResponsesTransport.WebSocket && status is not (HttpStatusCode.Unauthorized or HttpStatusCode.ProxyAuthenticationRequired or HttpStatusCode.TooManyRequests)
            ? $"{advice} With Transport set to Auto or Http the turn goes over HTTP."
            : advice;
    }
}
