using System.ClientModel;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Registration;

/// <summary>How a client signs in to Azure OpenAI.</summary>
internal static class AzureSignIn
{
    public static Action<ResponsesWebSocketOptions> By(string apiKey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(apiKey);
        MisplacedUrl.Refuse(apiKey, nameof(apiKey));
        return options => options.ApiKey = apiKey;
    }

    public static Action<ResponsesWebSocketOptions> By(AuthenticationTokenProvider credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return options => options.AccessToken = AzureToken.Of(credentials).GetAsync;
    }
}
