using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Registration;

/// <summary>What all registrations come down to: one service under one key, found by both interfaces.</summary>
internal static class ServiceRegistration
{
    public static IServiceCollection Add(IServiceCollection services, string modelId, string? serviceId, Func<HttpClient?, ResponsesWebSocketOptions> options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        return Add(services, serviceId, provider =>
            Create(modelId, options(provider.GetService<HttpClient>()), provider));
    }

    public static IServiceCollection Add(IServiceCollection services, string modelId, string? serviceId, ResponsesWebSocketClient? client)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        return Add(services, serviceId, provider =>
            new ResponsesWebSocketChatCompletionService(modelId, client ?? provider.GetRequiredService<ResponsesWebSocketClient>(), provider.GetService<ILoggerFactory>()));
    }

    public static IServiceCollection AddFromEnvironment(IServiceCollection services) => Add(services, serviceId: null, static provider =>
    {
        var settings = new EnvironmentSettings(provider.GetService<IConfiguration>());
        return Create(settings.ModelId, settings.Options(provider.GetService<HttpClient>()), provider);
    });

    /// <summary>The container's HTTP client opens the sockets unless the callback says otherwise.</summary>
    public static ResponsesWebSocketOptions Configured(Action<ResponsesWebSocketOptions> configure, HttpClient? httpClient)
    {
        var options = new ResponsesWebSocketOptions { HttpInvoker = httpClient };
        configure(options);
        return ClientOptionsFactory.WithHeaders(options);
    }

    private static ResponsesWebSocketChatCompletionService Create(string modelId, ResponsesWebSocketOptions options, IServiceProvider provider) => new(
        modelId, TransportSetting.Apply(options, provider.GetService<IConfiguration>()), provider.GetService<ILoggerFactory>(), provider.GetService<TimeProvider>());

    /// <summary>
    /// Both interfaces lead to one instance, and so to one set of sockets. It is held outside the container's service types,
    /// because a second registration under the same key must not replace the first one's.
    /// </summary>
    private static IServiceCollection Add(IServiceCollection services, string? serviceId, Func<IServiceProvider, ResponsesWebSocketChatCompletionService> create)
    {
        ArgumentNullException.ThrowIfNull(services);
        var identity = new object();
        services.AddKeyedSingleton(identity, (provider, _) => create(provider));
        services.AddKeyedSingleton<IChatCompletionService>(serviceId, (provider, _) => provider.GetRequiredKeyedService<ResponsesWebSocketChatCompletionService>(identity));
        services.AddKeyedSingleton<ITextGenerationService>(serviceId, (provider, _) => provider.GetRequiredKeyedService<ResponsesWebSocketChatCompletionService>(identity));
        return services;
    }
}
