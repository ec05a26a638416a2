using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Differential.Harness;

/// <summary>
/// The one line that is swapped, in each form in which applications write it: the names, the order and the optionality of the stock
/// connector's parameters.
/// </summary>
public abstract class Connector
{
    /// <summary>Registers the connector for a scenario that is not about registration.</summary>
    public abstract void Add(IKernelBuilder builder, string modelId, Uri endpoint, string apiKey, string? serviceId, bool retries);

    public abstract IKernelBuilder Add(IKernelBuilder builder, string modelId, string apiKey, string? orgId = null, string? serviceId = null, HttpClient? httpClient = null);

    public abstract IKernelBuilder Add(IKernelBuilder builder, string modelId, Uri endpoint, string? apiKey, string? orgId = null, string? serviceId = null, HttpClient? httpClient = null);

    /// <summary>With the container's client.</summary>
    public abstract IKernelBuilder Add(IKernelBuilder builder, string modelId);

    public abstract IServiceCollection Add(IServiceCollection services, string modelId, string apiKey, string? orgId = null, string? serviceId = null);

    public abstract IServiceCollection Add(IServiceCollection services, string modelId, Uri endpoint, string? apiKey = null, string? orgId = null, string? serviceId = null);

    public abstract IChatCompletionService Create(string modelId, string apiKey, string? organization = null, HttpClient? httpClient = null, ILoggerFactory? loggerFactory = null);

    public abstract IChatCompletionService Create(string modelId, Uri endpoint, string? apiKey = null, string? organization = null, HttpClient? httpClient = null, ILoggerFactory? loggerFactory = null);
}
