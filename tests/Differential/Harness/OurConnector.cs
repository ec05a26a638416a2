using Connectors.ResponsesWebSocket;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client;

namespace Differential.Harness;

/// <summary>The connector of this repository.</summary>
internal sealed class OurConnector(ResponsesTransport transport) : Connector
{
    public override void Add(IKernelBuilder builder, string modelId, Uri endpoint, string apiKey, string? serviceId, bool retries) =>
        builder.AddResponsesWebSocketChatCompletion(
            modelId,
            options =>
            {
                (options.Endpoint, options.ApiKey, options.Transport) = (endpoint, apiKey, transport);
                options.MaxRetries = retries ? options.MaxRetries : 0;
            },
            serviceId);

    public override IKernelBuilder Add(IKernelBuilder builder, string modelId, string apiKey, string? orgId, string? serviceId, HttpClient? httpClient) =>
        builder.AddResponsesWebSocketChatCompletion(modelId, apiKey, orgId, serviceId, httpClient);

    public override IKernelBuilder Add(IKernelBuilder builder, string modelId, Uri endpoint, string? apiKey, string? orgId, string? serviceId, HttpClient? httpClient) =>
        builder.AddResponsesWebSocketChatCompletion(modelId, endpoint, apiKey, orgId, serviceId, httpClient);

    public override IKernelBuilder Add(IKernelBuilder builder, string modelId) => builder.AddResponsesWebSocketChatCompletion(modelId);

    public override IServiceCollection Add(IServiceCollection services, string modelId, string apiKey, string? orgId, string? serviceId) =>
        services.AddResponsesWebSocketChatCompletion(modelId, apiKey, orgId, serviceId);

    public override IServiceCollection Add(IServiceCollection services, string modelId, Uri endpoint, string? apiKey, string? orgId, string? serviceId) =>
        services.AddResponsesWebSocketChatCompletion(modelId, endpoint, apiKey, orgId, serviceId);

    public override IChatCompletionService Create(string modelId, string apiKey, string? organization, HttpClient? httpClient, ILoggerFactory? loggerFactory) =>
        new ResponsesWebSocketChatCompletionService(modelId, apiKey, organization, httpClient, loggerFactory);

    public override IChatCompletionService Create(string modelId, Uri endpoint, string? apiKey, string? organization, HttpClient? httpClient, ILoggerFactory? loggerFactory) =>
        new ResponsesWebSocketChatCompletionService(modelId, endpoint, apiKey, organization, httpClient, loggerFactory);
}
