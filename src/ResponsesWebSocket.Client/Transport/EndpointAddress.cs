using System.Net;

namespace ResponsesWebSocket.Client.Transport;

/// <summary>From the base URL an application is configured with to the address of turns.</summary>
internal static class EndpointAddress
{
    /// <summary>What is wrong with a base URL and what to change, or null.</summary>
    public static string? FaultOf(Uri? endpoint, bool allowUnencrypted)
    {
        if (endpoint is null || !endpoint.IsAbsoluteUri)
        {
            return $"Endpoint '{endpoint}' is not an absolute URL. Give the base URL of the API, for example {ResponsesWebSocketOptions.DefaultEndpoint}.";
        }

        if (endpoint.Scheme is not ("https" or "wss" or "http" or "ws"))
        {
            return $"Endpoint '{endpoint}' has the scheme '{endpoint.Scheme}'. Use https or wss.";
        }

        if (endpoint.UserInfo.Length > 0)
        {
            return $"Endpoint on host '{endpoint.Host}' holds a user name or password. Take it out and use ApiKey or Headers.";
        }

        if (endpoint.Fragment.Length > 0)
        {
            return $"Endpoint '{endpoint}' has a fragment ('{endpoint.Fragment}'). Take it out.";
        }

        return endpoint.Scheme is "http" or "ws" && !allowUnencrypted && !IsLoopback(endpoint)
            ? $"Endpoint '{endpoint}' would send the API key unencrypted. Use https or wss; for others than the loopback, http and ws need AllowUnencrypted."
            : null;
    }

    /// <summary>The address of the socket: <c>/responses</c> behind the base path, the query kept.</summary>
    public static Uri SocketOf(Uri endpoint) => ResponsesOf(endpoint, "wss", "ws");

    /// <summary>The same place for requests over HTTP.</summary>
    public static Uri HttpOf(Uri endpoint) => ResponsesOf(endpoint, "https", "http");

    private static Uri ResponsesOf(Uri endpoint, string secure, string open) => new UriBuilder(endpoint)
    {
        Scheme = endpoint.Scheme is "https" or "wss" ? secure : open,
        Port = endpoint.IsDefaultPort ? -1 : endpoint.Port,
        Path = endpoint.AbsolutePath.TrimEnd('/') + "/responses",
    }.Uri;

    private static bool IsLoopback(Uri endpoint) =>
        endpoint.IsLoopback || (IPAddress.TryParse(endpoint.Host, out var address) && IPAddress.IsLoopback(address));
}
