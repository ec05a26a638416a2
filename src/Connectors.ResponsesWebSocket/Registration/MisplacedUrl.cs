namespace Connectors.ResponsesWebSocket.Registration;

/// <summary>A URL where a key or an organization belongs comes from a call of another overload, and would send secrets to the wrong place.</summary>
internal static class MisplacedUrl
{
    public static void Refuse(string? value, string name)
    {
        if (Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "ws" or "wss")
        {
            throw new ArgumentException(
                $"{name} is a URL. An endpoint is given as a Uri: AddResponsesWebSocketChatCompletion(modelId, new Uri(…), apiKey). " +
                "For Azure OpenAI use AddAzureResponsesWebSocketChatCompletion(deploymentName, endpoint, apiKey).",
                name);
        }
    }
}
