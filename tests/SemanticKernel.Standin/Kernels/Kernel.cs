using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.SemanticKernel;

/// <summary>Services, plugins, filters and per-kernel state that functions run with.</summary>
public sealed class Kernel
{
    // Key under which Build leaves the map of service types to the keys they are registered with.
    internal const string ServiceKeysKey = "SemanticKernel.Standin.ServiceKeys";

    private KernelPluginCollection? _plugins;
    private FilterList<IFunctionInvocationFilter>? _functionFilters;
    private FilterList<IPromptRenderFilter>? _promptFilters;
    private FilterList<IAutoFunctionInvocationFilter>? _autoFunctionFilters;
    private Dictionary<string, object?>? _data;
    private CultureInfo _culture = CultureInfo.InvariantCulture;

    public Kernel(IServiceProvider? services = null, KernelPluginCollection? plugins = null)
    {
        Services = services ?? EmptyServiceProvider.Instance;
        _plugins = plugins ?? Services.GetService<KernelPluginCollection>();
        if (_plugins is null && Services.GetServices<KernelPlugin>().ToArray() is { Length: > 0 } registered)
        {
            _plugins = new KernelPluginCollection(registered);
        }

        _functionFilters = FilterList<IFunctionInvocationFilter>.FromServices(Services);
        _promptFilters = FilterList<IPromptRenderFilter>.FromServices(Services);
        _autoFunctionFilters = FilterList<IAutoFunctionInvocationFilter>.FromServices(Services);
    }

    private Kernel(Kernel original)
    {
        Services = original.Services;
        _plugins = original._plugins is null ? null : new KernelPluginCollection(original._plugins);
        _functionFilters = FilterList<IFunctionInvocationFilter>.Copy(original._functionFilters);
        _promptFilters = FilterList<IPromptRenderFilter>.Copy(original._promptFilters);
        _autoFunctionFilters = FilterList<IAutoFunctionInvocationFilter>.Copy(original._autoFunctionFilters);
        _data = original._data is null ? null : new Dictionary<string, object?>(original._data);
        _culture = original._culture;
    }

    public KernelPluginCollection Plugins => _plugins ??= new KernelPluginCollection();

    public IList<IFunctionInvocationFilter> FunctionInvocationFilters => _functionFilters ??= new();

    public IList<IPromptRenderFilter> PromptRenderFilters => _promptFilters ??= new();

    public IList<IAutoFunctionInvocationFilter> AutoFunctionInvocationFilters => _autoFunctionFilters ??= new();

    public IServiceProvider Services { get; }

    [AllowNull]
    public CultureInfo Culture
    {
        get => _culture;
        set => _culture = value ?? CultureInfo.InvariantCulture;
    }

    public ILoggerFactory LoggerFactory => Services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;

    public IAIServiceSelector ServiceSelector => Services.GetService<IAIServiceSelector>() ?? OrderedServiceSelector.Instance;

    public IDictionary<string, object?> Data => _data ??= [];

    public static IKernelBuilder CreateBuilder() => new KernelBuilder();

    public Kernel Clone() => new(this);

    public T GetRequiredService<T>(object? serviceKey = null)
        where T : class
    {
        if (serviceKey is null)
        {
            // Last resort: whoever registered services by key only still gets one without naming the key.
            return Services.GetService<T>() ?? GetAllServices<T>().LastOrDefault()
                ?? throw new KernelException($"Service of type '{typeof(T)}' not registered.");
        }

        if (Services is not IKeyedServiceProvider keyed)
        {
            throw new KernelException($"The service provider has no keyed services; key '{serviceKey}' cannot be looked up.");
        }

        return keyed.GetKeyedService<T>(serviceKey)
            ?? throw new KernelException($"Service of type '{typeof(T)}' and key '{serviceKey}' not registered.");
    }

    public IEnumerable<T> GetAllServices<T>()
        where T : class
    {
        if (Services is IKeyedServiceProvider keyed
            && keyed.GetKeyedService<ServiceKeyMap>(ServiceKeysKey) is { } map
            && map.TryGetKeys(typeof(T), out var keys))
        {
            return keys.SelectMany(key => key is null ? Services.GetServices<T>() : keyed.GetKeyedServices<T>(key));
        }

        return Services.GetServices<T>();
    }

    public Task<FunctionResult> InvokeAsync(
        KernelFunction function,
        KernelArguments? arguments = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function.InvokeAsync(this, arguments, cancellationToken);
    }

    public Task<FunctionResult> InvokeAsync(
        string? pluginName,
        string functionName,
        KernelArguments? arguments = null,
        CancellationToken cancellationToken = default)
        => Find(pluginName, functionName).InvokeAsync(this, arguments, cancellationToken);

    public Task<TResult?> InvokeAsync<TResult>(
        KernelFunction function,
        KernelArguments? arguments = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function.InvokeAsync<TResult>(this, arguments, cancellationToken);
    }

    public Task<TResult?> InvokeAsync<TResult>(
        string? pluginName,
        string functionName,
        KernelArguments? arguments = null,
        CancellationToken cancellationToken = default)
        => Find(pluginName, functionName).InvokeAsync<TResult>(this, arguments, cancellationToken);

    public IAsyncEnumerable<StreamingKernelContent> InvokeStreamingAsync(
        KernelFunction function,
        KernelArguments? arguments = null,
        CancellationToken cancellationToken = default)
        => InvokeStreamingAsync<StreamingKernelContent>(function, arguments, cancellationToken);

    public IAsyncEnumerable<StreamingKernelContent> InvokeStreamingAsync(
        string? pluginName,
        string functionName,
        KernelArguments? arguments = null,
        CancellationToken cancellationToken = default)
        => InvokeStreamingAsync<StreamingKernelContent>(pluginName, functionName, arguments, cancellationToken);

    public IAsyncEnumerable<T> InvokeStreamingAsync<T>(
        KernelFunction function,
        KernelArguments? arguments = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function.InvokeStreamingAsync<T>(this, arguments, cancellationToken);
    }

    public IAsyncEnumerable<T> InvokeStreamingAsync<T>(
        string? pluginName,
        string functionName,
        KernelArguments? arguments = null,
        CancellationToken cancellationToken = default)
        => Find(pluginName, functionName).InvokeStreamingAsync<T>(this, arguments, cancellationToken);

    internal Task RunFunctionFiltersAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> core)
        => FilterPipeline.RunAsync(_functionFilters, static (filter, c, next) => filter.OnFunctionInvocationAsync(c, next), context, core);

    internal Task RunPromptFiltersAsync(PromptRenderContext context, Func<PromptRenderContext, Task> core)
        => FilterPipeline.RunAsync(_promptFilters, static (filter, c, next) => filter.OnPromptRenderAsync(c, next), context, core);

    private KernelFunction Find(string? pluginName, string functionName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(functionName);
        return Plugins.GetFunction(pluginName, functionName);
    }
}
