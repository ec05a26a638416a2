using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Registration;

/// <summary>A deployment of Azure OpenAI as the client's options.</summary>
/// <param name="Name">The deployment, which takes the model's place on the wire.</param>
/// <param name="ModelId">The model as selectors and readers of attributes know it; null is the deployment.</param>
internal sealed record AzureDeployment(string Name, string? ModelId)
{
    private const string BasePath = "/openai/v1";
    private const string Preview = "preview";

    /// <summary>Beside the model's name.</summary>
    public IReadOnlyDictionary<string, object?> Attributes => ModelId is null
        ? new Dictionary<string, object?> { ["DeploymentName"] = Name }
        : new Dictionary<string, object?> { ["DeploymentName"] = Name, [Microsoft.SemanticKernel.Services.AIServiceExtensions.ModelIdKey] = ModelId };

    /// <param name="endpoint">The resource, with or without the path of its API.</param>
    /// <param name="apiVersion">Dated versions belong to the older API; the one here has none but a preview.</param>
    /// <param name="httpClient">Opens the sockets.</param>
    public static ResponsesWebSocketOptions Options(string endpoint, string? apiVersion, HttpClient? httpClient)
    {
        var address = new UriBuilder(endpoint);
        if (!address.Path.TrimEnd('/').EndsWith(BasePath, StringComparison.OrdinalIgnoreCase))
        {
            address.Path = BasePath;
        }

        address.Query = apiVersion == Preview ? "api-version=" + Preview : "";
        return ClientOptionsFactory.WithHeaders(new() { Endpoint = address.Uri, HttpInvoker = httpClient, Profile = EndpointProfile.Azure });
    }

    /// <summary>What is wrong shows when the service is added.</summary>
    public static void Check(string deploymentName, string endpoint)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(deploymentName);
        ArgumentException.ThrowIfNullOrWhiteSpace(endpoint);
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            throw new ArgumentException($"'{endpoint}' is no URL of an Azure OpenAI resource. It looks like https://NAME.openai.azure.com/.", nameof(endpoint));
        }
    }
}
