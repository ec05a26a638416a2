namespace ResponsesWebSocket.Client.Transport;

/// <summary>What makes requests when the application has given nothing for it.</summary>
internal static class HttpHandlers
{
    // A new address of the service is found within minutes.
    private static readonly TimeSpan LongestUse = TimeSpan.FromMinutes(5);

    /// <summary>
    /// As the framework does it, with the system's proxy, but it follows no redirect: another place must not get the key, nor
    /// the conversation. Connecting is limited elsewhere, by the client's own clock.
    /// </summary>
    public static HttpMessageInvoker Create() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = LongestUse });
}
