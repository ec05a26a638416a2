using System.ClientModel;
using Connectors.ResponsesWebSocket.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers chat completion over a persistent WebSocket to Azure OpenAI with a container, in place of <c>AddAzureOpenAIChatCompletion</c>.</summary>
public static class ResponsesWebSocketAzureServiceCollectionExtensions
{
    /// <summary>With a key.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="deploymentName">The deployment.</param>
    /// <param name="endpoint">The resource, for example <c>https://NAME.openai.azure.com/</c>.</param>
    /// <param name="apiKey">The key.</param>
    /// <param name="serviceId">The key of the registration; null is un-keyed.</param>
    /// <param name="modelId">The model, for those who select services by it; null is the deployment.</param>
    /// <param name="apiVersion"><c>preview</c> is sent; dated versions belong to the older API and are not.</param>
    /// <param name="httpClient">Opens the sockets, with its handlers; null takes the container's if there is one.</param>
    /// <exception cref="ArgumentException">An argument is null or blank, or the endpoint is no URL.</exception>
    public static IServiceCollection AddAzureResponsesWebSocketChatCompletion(
        this IServiceCollection services,
        string deploymentName,
        string endpoint,
        string apiKey,
        string? serviceId = null,
        string? modelId = null,
        string? apiVersion = null,
        HttpClient? httpClient = null) =>
        ServiceRegistration.AddAzure(services, new(deploymentName, modelId), endpoint, apiKey, serviceId, httpClient, apiVersion);

    /// <summary>With a credential of Microsoft Entra, for example <c>DefaultAzureCredential</c>.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="deploymentName">The deployment.</param>
    /// <param name="endpoint">The resource, for example <c>https://NAME.openai.azure.com/</c>.</param>
    /// <param name="credentials">Gives the tokens; any <c>TokenCredential</c> does.</param>
    /// <param name="serviceId">The key of the registration; null is un-keyed.</param>
    /// <param name="modelId">The model, for those who select services by it; null is the deployment.</param>
    /// <param name="apiVersion"><c>preview</c> is sent; dated versions belong to the older API and are not.</param>
    /// <param name="httpClient">Opens the sockets, with its handlers; null takes the container's if there is one.</param>
    /// <exception cref="ArgumentException">An argument is null or blank, or the endpoint is no URL.</exception>
    public static IServiceCollection AddAzureResponsesWebSocketChatCompletion(
        this IServiceCollection services,
        string deploymentName,
        string endpoint,
        AuthenticationTokenProvider credentials,
        string? serviceId = null,
        string? modelId = null,
        string? apiVersion = null,
        HttpClient? httpClient = null) =>
        ServiceRegistration.AddAzure(services, new(deploymentName, modelId), endpoint, credentials, serviceId, httpClient, apiVersion);
}
