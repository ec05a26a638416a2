using Microsoft.Extensions.Configuration;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Registration;

/// <summary>
/// What a registration without arguments uses: the configuration section <c>ResponsesWebSocket</c> (<c>ModelId</c>,
/// <c>ApiKey</c>, <c>Endpoint</c>, <c>Organization</c>), else <c>OPENAI_MODEL</c>, <c>OPENAI_API_KEY</c>,
/// <c>OPENAI_BASE_URL</c> and <c>OPENAI_ORG_ID</c> in the configuration or the environment.
/// </summary>
internal sealed class EnvironmentSettings(IConfiguration? configuration)
{
    /// <summary>Whether somebody has set a key for this connector, and not for whatever speaks to OpenAI.</summary>
    public bool HasOwnKey => Own("ApiKey") is not null;

    public string ModelId => Read("ModelId", "OPENAI_MODEL")
        ?? throw new InvalidOperationException("No model. Pass modelId, or set OPENAI_MODEL or the configuration value ResponsesWebSocket:ModelId.");

    public ResponsesWebSocketOptions Options(HttpClient? httpClient)
    {
        var address = Read("Endpoint", "OPENAI_BASE_URL");
        if (address is not null && !Uri.TryCreate(address, UriKind.Absolute, out _))
        {
            throw new InvalidOperationException($"'{address}' is not an absolute URL. Correct OPENAI_BASE_URL or the configuration value ResponsesWebSocket:Endpoint.");
        }

        return ClientOptionsFactory.WithHeaders(new ResponsesWebSocketOptions
        {
            Endpoint = address is null ? httpClient?.BaseAddress ?? ResponsesWebSocketOptions.DefaultEndpoint : new Uri(address),
            ApiKey = Read("ApiKey", "OPENAI_API_KEY"),
            Organization = Read("Organization", "OPENAI_ORG_ID"),
            HttpInvoker = httpClient,
        });
    }

    private string? Read(string key, string variable) =>
        Own(key) ?? Filled(configuration?[variable]) ?? Filled(Environment.GetEnvironmentVariable(variable));

    private string? Own(string key) => Filled(configuration?[$"ResponsesWebSocket:{key}"]);

    private static string? Filled(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
