using System.ClientModel;
using Connectors.ResponsesWebSocket.Registration;

namespace Microsoft.SemanticKernel;

/// <summary>Adds chat completion over a persistent WebSocket to Azure OpenAI, in place of <c>AddAzureOpenAIChatCompletion</c>.</summary>
public static class ResponsesWebSocketAzureKernelBuilderExtensions
{
    /// <summary>With a key.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="deploymentName">The deployment.</param>
    /// <param name="endpoint">The resource, for example <c>https://NAME.openai.azure.com/</c>.</param>
    /// <param name="apiKey">The key.</param>
    /// <param name="serviceId">The key of the registration; null is un-keyed.</param>
    /// <param name="modelId">The model, for those who select services by it; null is the deployment.</param>
    /// <param name="httpClient">Opens the sockets, with its handlers; null takes the container's if there is one.</param>
    /// <param name="apiVersion"><c>preview</c> is sent; dated versions belong to the older API and are not.</param>
    /// <exception cref="ArgumentException">An argument is null or blank, or the endpoint is no URL.</exception>
    public static IKernelBuilder AddAzureResponsesWebSocketChatCompletion(
        this IKernelBuilder builder,
        string deploymentName,
        string endpoint,
        string apiKey,
        string? serviceId = null,
        string? modelId = null,
        HttpClient? httpClient = null,
        string? apiVersion = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ServiceRegistration.AddAzure(builder.Services, new(deploymentName, modelId), endpoint, apiKey, serviceId, httpClient, apiVersion);
        return builder;
    }

    /// <summary>With a credential of Microsoft Entra, for example <c>DefaultAzureCredential</c>.</summary>
    /// <inheritdoc cref="AddAzureResponsesWebSocketChatCompletion(IKernelBuilder, string, string, string, string?, string?, HttpClient?, string?)"/>
    /// <param name="builder">The builder.</param>
    /// <param name="deploymentName">The deployment.</param>
    /// <param name="endpoint">The resource, for example <c>https://NAME.openai.azure.com/</c>.</param>
    /// <param name="credentials">Gives the tokens; any <c>TokenCredential</c> does.</param>
    /// <param name="serviceId">The key of the registration; null is un-keyed.</param>
    /// <param name="modelId">The model, for those who select services by it; null is the deployment.</param>
    /// <param name="httpClient">Opens the sockets, with its handlers; null takes the container's if there is one.</param>
    /// <param name="apiVersion"><c>preview</c> is sent; dated versions belong to the older API and are not.</param>
    public static IKernelBuilder AddAzureResponsesWebSocketChatCompletion(
        this IKernelBuilder builder,
        string deploymentName,
        string endpoint,
        AuthenticationTokenProvider credentials,
        string? serviceId = null,
        string? modelId = null,
        HttpClient? httpClient = null,
        string? apiVersion = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ServiceRegistration.AddAzure(builder.Services, new(deploymentName, modelId), endpoint, credentials, serviceId, httpClient, apiVersion);
        return builder;
    }
}
