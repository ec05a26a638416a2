using Connectors.ResponsesWebSocket.Registration;
using Microsoft.Extensions.Options;
using OpenAI;
using ResponsesWebSocket.Client;

namespace Microsoft.SemanticKernel;

/// <summary>Adds chat completion over a persistent WebSocket to a kernel, in place of <c>AddOpenAIChatCompletion</c>.</summary>
/// <remarks>
/// Each call registers a service as <c>IChatCompletionService</c> and <c>ITextGenerationService</c> under the key
/// <c>serviceId</c>; null is the un-keyed registration. Arguments are checked at once, the service is made on first use. How it
/// travels, over sockets or over HTTP, the variable <c>RESPONSES_WEBSOCKET_TRANSPORT</c> or the configuration value
/// <c>ResponsesWebSocket:Transport</c> decides where one of them is set, whatever the code says; a client given by the application keeps its own.
/// </remarks>
public static class ResponsesWebSocketKernelBuilderExtensions
{
    /// <summary>For OpenAI's own endpoint.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="modelId">The model.</param>
    /// <param name="apiKey">The API key.</param>
    /// <param name="orgId">Sent as <c>OpenAI-Organization</c>; null is not sent.</param>
    /// <param name="serviceId">The key of the registration; null is un-keyed.</param>
    /// <param name="httpClient">Opens the sockets, with its handlers and base address; null takes the container's if there is one.</param>
    /// <exception cref="ArgumentException">The model or the key is null or blank, or the key or the organization is a URL.</exception>
    public static IKernelBuilder AddResponsesWebSocketChatCompletion(this IKernelBuilder builder, string modelId, string apiKey, string? orgId = null, string? serviceId = null, HttpClient? httpClient = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(apiKey);
        ServiceRegistration.Add(builder.Services, modelId, serviceId, endpoint: null, apiKey, orgId, httpClient);
        return builder;
    }

    /// <summary>For any endpoint.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="modelId">The model.</param>
    /// <param name="endpoint">The base URL, to which <c>/responses</c> is appended. Use https: over http the key crosses the network in the open.</param>
    /// <param name="apiKey">The API key; may be null where the endpoint needs none.</param>
    /// <param name="orgId">Sent as <c>OpenAI-Organization</c>; null is not sent.</param>
    /// <param name="serviceId">The key of the registration; null is un-keyed.</param>
    /// <param name="httpClient">Opens the sockets, with its handlers; null takes the container's if there is one.</param>
    /// <exception cref="ArgumentException">The model is null or blank, or the key or the organization is a URL.</exception>
    /// <exception cref="OptionsValidationException">The endpoint cannot be used; the message says why.</exception>
    public static IKernelBuilder AddResponsesWebSocketChatCompletion(this IKernelBuilder builder, string modelId, Uri endpoint, string? apiKey, string? orgId = null, string? serviceId = null, HttpClient? httpClient = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ServiceRegistration.Add(builder.Services, modelId, serviceId, endpoint, apiKey, orgId, httpClient);
        return builder;
    }

    /// <summary>With all options of the client.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="modelId">The model.</param>
    /// <param name="configure">Sets the options; called once, on first use.</param>
    /// <param name="serviceId">The key of the registration; null is un-keyed.</param>
    /// <exception cref="ArgumentException">The model is null or blank, or the callback is null.</exception>
    public static IKernelBuilder AddResponsesWebSocketChatCompletion(this IKernelBuilder builder, string modelId, Action<ResponsesWebSocketOptions> configure, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ServiceRegistration.Add(builder.Services, modelId, serviceId, configure);
        return builder;
    }

    /// <summary>On a client that others may use too.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="modelId">The model.</param>
    /// <param name="client">The client; null takes the container's, else one from configuration and environment.</param>
    /// <param name="serviceId">The key of the registration; null is un-keyed.</param>
    /// <exception cref="ArgumentException">The model is null or blank.</exception>
    public static IKernelBuilder AddResponsesWebSocketChatCompletion(this IKernelBuilder builder, string modelId, ResponsesWebSocketClient? client = null, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ServiceRegistration.Add(builder.Services, modelId, serviceId, client);
        return builder;
    }

    /// <summary>Is not there: an <see cref="OpenAIClient"/> has no sockets, and does not tell its endpoint and key.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="modelId">The model.</param>
    /// <param name="openAIClient">The client. Pass its endpoint and key instead, or a <see cref="ResponsesWebSocketClient"/>.</param>
    /// <param name="serviceId">The key of the registration; null is un-keyed.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete(ForeignClient.Advice, error: true)]
    public static IKernelBuilder AddResponsesWebSocketChatCompletion(this IKernelBuilder builder, string modelId, OpenAIClient openAIClient, string? serviceId = null) =>
        throw new NotSupportedException(ForeignClient.Advice);

    /// <summary>
    /// From configuration and environment: the section <c>ResponsesWebSocket</c> (<c>ModelId</c>, <c>ApiKey</c>,
    /// <c>Endpoint</c>, <c>Organization</c>), else <c>OPENAI_MODEL</c>, <c>OPENAI_API_KEY</c>, <c>OPENAI_BASE_URL</c> and
    /// <c>OPENAI_ORG_ID</c>. What is missing is told on first use.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static IKernelBuilder AddResponsesWebSocketChatCompletion(this IKernelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ServiceRegistration.AddFromEnvironment(builder.Services);
        return builder;
    }
}
