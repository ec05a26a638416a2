using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Differential.Harness;

/// <summary>Semantic Kernel's own OpenAI connector: what it does is right.</summary>
internal sealed class StockConnector : Connector
{
    public override void Add(IKernelBuilder builder, string modelId, Uri endpoint, string apiKey, string? serviceId, bool retries) =>
        builder.AddOpenAIChatCompletion(modelId, endpoint, apiKey, serviceId: serviceId);

    public override IKernelBuilder Add(IKernelBuilder builder, string modelId, string apiKey, string? orgId, string? serviceId, HttpClient? httpClient) =>
        builder.AddOpenAIChatCompletion(modelId, apiKey, orgId, serviceId, httpClient);

    public override IKernelBuilder Add(IKernelBuilder builder, string modelId, Uri endpoint, string? apiKey, string? orgId, string? serviceId, HttpClient? httpClient) =>
        builder.AddOpenAIChatCompletion(modelId, endpoint, apiKey, orgId, serviceId, httpClient);

    public override IKernelBuilder Add(IKernelBuilder builder, string modelId) => builder.AddOpenAIChatCompletion(modelId);

    public override IServiceCollection Add(IServiceCollection services, string modelId, string apiKey, string? orgId, string? serviceId) =>
        services.AddOpenAIChatCompletion(modelId, apiKey, orgId, serviceId);

    public override IServiceCollection Add(IServiceCollection services, string modelId, Uri endpoint, string? apiKey, string? orgId, string? serviceId) =>
        services.AddOpenAIChatCompletion(modelId, endpoint, apiKey, orgId, serviceId);

    public override IChatCompletionService Create(string modelId, string apiKey, string? organization, HttpClient? httpClient, ILoggerFactory? loggerFactory) =>
        new OpenAIChatCompletionService(modelId, apiKey, organization, httpClient, loggerFactory);

    public override IChatCompletionService Create(string modelId, Uri endpoint, string? apiKey, string? organization, HttpClient? httpClient, ILoggerFactory? loggerFactory) =>
        new OpenAIChatCompletionService(modelId, endpoint, apiKey, organization, httpClient, loggerFactory);
}
