using System.ClientModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Registration;

/// <summary>What all registrations come down to: services under one key, found by both interfaces.</summary>
internal static class ServiceRegistration
{
    public static IServiceCollection Add(
        IServiceCollection services, string modelId, string? serviceId, Uri? endpoint, string? apiKey, string? orgId, HttpClient? httpClient)
    {
        MisplacedUrl.Refuse(apiKey, nameof(apiKey));
        MisplacedUrl.Refuse(orgId, nameof(orgId));
        return Add(services, modelId, serviceId, http => ClientOptionsFactory.Create(endpoint, apiKey, orgId, httpClient ?? http));
    }

    /// <summary>The container's HTTP client opens the sockets unless the callback says otherwise.</summary>
    public static IServiceCollection Add(IServiceCollection services, string modelId, string? serviceId, Action<ResponsesWebSocketOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, modelId, serviceId, http =>
        {
            var options = new ResponsesWebSocketOptions { HttpInvoker = http };
            configure(options);
            return ClientOptionsFactory.WithHeaders(options);
        });
    }

    public static IServiceCollection Add(IServiceCollection services, string modelId, string? serviceId, ResponsesWebSocketClient? client)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        return Add(services, serviceId, provider => (client ?? provider.GetService<ResponsesWebSocketClient>()) is { } given
            ? new ResponsesWebSocketChatCompletionService(modelId, given, provider.GetService<ILoggerFactory>())
            : FromEnvironment(provider, modelId));
    }

    public static IServiceCollection AddFromEnvironment(IServiceCollection services) => Add(services, serviceId: null, static provider => FromEnvironment(provider, modelId: null));

    public static IServiceCollection AddAzure(
        IServiceCollection services, AzureDeployment deployment, string endpoint, string apiKey, string? serviceId, HttpClient? httpClient, string? apiVersion)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(apiKey);
        MisplacedUrl.Refuse(apiKey, nameof(apiKey));
        return AddAzure(services, deployment, endpoint, options => options.ApiKey = apiKey, serviceId, httpClient, apiVersion);
    }

    public static IServiceCollection AddAzure(
        IServiceCollection services, AzureDeployment deployment, string endpoint, AuthenticationTokenProvider credentials, string? serviceId, HttpClient? httpClient, string? apiVersion)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return AddAzure(services, deployment, endpoint, options => options.AccessToken = AzureToken.Of(credentials).GetAsync, serviceId, httpClient, apiVersion);
    }

    /// <summary>What is missing in configuration and environment is told now: it may come later than the registration.</summary>
    private static ResponsesWebSocketChatCompletionService FromEnvironment(IServiceProvider provider, string? modelId)
    {
        var settings = new EnvironmentSettings(provider.GetService<IConfiguration>());
        if (modelId is not null && !settings.HasOwnKey)
        {
            ForeignClient.Refuse(provider);
        }

        return Create(modelId ?? settings.ModelId, settings.Options(provider.GetService<HttpClient>()), provider, attributes: null);
    }

    private static IServiceCollection Add(IServiceCollection services, string modelId, string? serviceId, Func<HttpClient?, ResponsesWebSocketOptions> options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        return Add(services, serviceId, provider => Create(modelId, options(provider.GetService<HttpClient>()), provider, attributes: null));
    }

    private static IServiceCollection AddAzure(
        IServiceCollection services, AzureDeployment deployment, string endpoint, Action<ResponsesWebSocketOptions> signIn, string? serviceId, HttpClient? httpClient, string? apiVersion)
    {
        AzureDeployment.Check(deployment.Name, endpoint);
        return Add(services, serviceId, provider =>
        {
            var options = AzureDeployment.Options(endpoint, apiVersion, httpClient ?? provider.GetService<HttpClient>());
            signIn(options);
            return Create(deployment.Name, options, provider, deployment.Attributes);
        });
    }

    private static ResponsesWebSocketChatCompletionService Create(
        string modelId, ResponsesWebSocketOptions options, IServiceProvider provider, IReadOnlyDictionary<string, object?>? attributes) => new(
        modelId, TransportSetting.Apply(options, provider.GetService<IConfiguration>()), provider.GetService<ILoggerFactory>(), provider.GetService<TimeProvider>(), attributes);

    /// <summary>
    /// Each interface has an instance of its own, as in the OpenAI connector; they share a client. An instance is held outside the container's
    /// service types, because a second registration under the same key must not replace the first one's; and by an owner, since whatever a factory
    /// returns is disposed by each scope that asked for it.
    /// </summary>
    private static IServiceCollection Add(IServiceCollection services, string? serviceId, Func<IServiceProvider, ResponsesWebSocketChatCompletionService> create)
    {
        ArgumentNullException.ThrowIfNull(services);
        Add<IChatCompletionService>(services, serviceId, create);
        Add<ITextGenerationService>(services, serviceId, create);
        return services;
    }

    private static void Add<T>(IServiceCollection services, string? serviceId, Func<IServiceProvider, ResponsesWebSocketChatCompletionService> create)
        where T : class
    {
        var identity = new object();
        services.AddKeyedSingleton(identity, (provider, _) => new ServiceOwner(create(provider)));
        services.AddKeyedSingleton(serviceId, (provider, _) => (T)(object)provider.GetRequiredKeyedService<ServiceOwner>(identity).Service);
    }

    /// <summary>Stands in the container for the service, so that the sockets end with the container.</summary>
    private sealed class ServiceOwner(ResponsesWebSocketChatCompletionService service) : IDisposable
    {
        public ResponsesWebSocketChatCompletionService Service => service;

        public void Dispose() => service.Release();
    }
}
