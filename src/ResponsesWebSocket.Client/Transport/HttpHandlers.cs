namespace ResponsesWebSocket.Client.Transport;

/// <summary>What makes requests: the application's own, or what there is when it has given nothing for it.</summary>
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

    /// <summary>Returns with the headers: an HttpClient would read the whole answer first unless it is told not to.</summary>
    public static Task<HttpResponseMessage> BeginAsync(this HttpMessageInvoker invoker, HttpRequestMessage request, CancellationToken cancellationToken) =>
        invoker is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : invoker.SendAsync(request, cancellationToken);
}
