using Microsoft.SemanticKernel.Connectors.OpenAI;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Registration;

/// <summary>From the arguments that Semantic Kernel applications give to the client's options.</summary>
internal static class ClientOptionsFactory
{
    /// <summary>Semantic Kernel's, by which services tell its traffic.</summary>
    private static readonly string Version = typeof(OpenAIChatCompletionService).Assembly.GetName().Version!.ToString();

    /// <summary>The endpoint: the argument, else the HTTP client's base address, else OpenAI's own, which needs a key.</summary>
    public static ResponsesWebSocketOptions Create(Uri? endpoint, string? apiKey, string? organization, HttpClient? httpClient)
    {
        var options = WithHeaders(new ResponsesWebSocketOptions
        {
            Endpoint = endpoint ?? httpClient?.BaseAddress ?? ResponsesWebSocketOptions.DefaultEndpoint,
            ApiKey = apiKey,
            Organization = organization,
            HttpInvoker = httpClient,
            AllowUnencrypted = true, // As with the stock connector; the documentation of the parameter warns.
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
