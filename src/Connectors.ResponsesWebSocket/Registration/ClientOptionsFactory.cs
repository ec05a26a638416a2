using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Registration;

/// <summary>From the arguments that Semantic Kernel applications give to the client's options.</summary>
internal static class ClientOptionsFactory
{
    private static readonly string Version = typeof(ClientOptionsFactory).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The endpoint: the argument, else the HTTP client's base address, else OpenAI's own, which needs a key.</summary>
    public static ResponsesWebSocketOptions Create(Uri? endpoint, string? apiKey, string? organization, HttpClient? httpClient)
    {
        var options = WithHeaders(new ResponsesWebSocketOptions
        {
            Endpoint = endpoint ?? httpClient?.BaseAddress ?? ResponsesWebSocketOptions.DefaultEndpoint,
            ApiKey = apiKey,
            Organization = organization,
            HttpInvoker = httpClient,
        });
        if (options.Endpoint == ResponsesWebSocketOptions.DefaultEndpoint)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(apiKey);
        }

        return options;
    }

    /// <summary>The headers by which services tell Semantic Kernel's traffic; what the application set stays.</summary>
    public static ResponsesWebSocketOptions WithHeaders(ResponsesWebSocketOptions options)
    {
        options.Headers.TryAdd("User-Agent", "Semantic-Kernel");
        options.Headers.TryAdd("Semantic-Kernel-Version", Version);
        return options;
    }
}
