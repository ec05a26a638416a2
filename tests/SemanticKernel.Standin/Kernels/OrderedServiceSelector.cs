using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.Services;

namespace Microsoft.SemanticKernel;

/// <summary>Service key first, then model id, then the default settings with the last service.</summary>
internal sealed class OrderedServiceSelector : IAIServiceSelector
{
    public static OrderedServiceSelector Instance { get; } = new();

    public bool TrySelectAIService<T>(
        Kernel kernel,
        KernelFunction function,
        KernelArguments arguments,
        [NotNullWhen(true)] out T? service,
        out PromptExecutionSettings? serviceSettings)
        where T : class, IAIService
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(arguments);

        var candidates = arguments.ExecutionSettings ?? function.ExecutionSettings;
        serviceSettings = null;
        if (candidates is not { Count: > 0 })
        {
            service = kernel.GetAllServices<T>().LastOrDefault();
            return service is not null;
        }

        return TryByKey(kernel, candidates, out service, out serviceSettings)
            || TryByModelId(kernel, candidates, out service, out serviceSettings)
            || TryDefault(kernel, candidates, out service, out serviceSettings);
    }

    private static bool TryByKey<T>(
        Kernel kernel,
        IReadOnlyDictionary<string, PromptExecutionSettings> candidates,
        [NotNullWhen(true)] out T? service,
        out PromptExecutionSettings? settings)
        where T : class, IAIService
    {
        foreach (var (key, candidate) in candidates)
        {
            if (!string.IsNullOrWhiteSpace(key) && key != PromptExecutionSettings.DefaultServiceId
                && kernel.Services is IKeyedServiceProvider keyed && keyed.GetKeyedService<T>(key) is { } found)
            {
                (service, settings) = (found, candidate);
                return true;
            }
        }

        (service, settings) = (null, null);
        return false;
    }

    private static bool TryByModelId<T>(
        Kernel kernel,
        IReadOnlyDictionary<string, PromptExecutionSettings> candidates,
        [NotNullWhen(true)] out T? service,
        out PromptExecutionSettings? settings)
        where T : class, IAIService
    {
        foreach (var candidate in candidates.Values)
        {
            if (!string.IsNullOrEmpty(candidate.ModelId)
                && kernel.GetAllServices<T>().LastOrDefault(s => s.GetModelId() == candidate.ModelId) is { } found)
            {
                (service, settings) = (found, candidate);
                return true;
            }
        }

        (service, settings) = (null, null);
        return false;
    }

    private static bool TryDefault<T>(
        Kernel kernel,
        IReadOnlyDictionary<string, PromptExecutionSettings> candidates,
        [NotNullWhen(true)] out T? service,
        out PromptExecutionSettings? settings)
        where T : class, IAIService
    {
        service = candidates.TryGetValue(PromptExecutionSettings.DefaultServiceId, out settings)
            ? kernel.GetAllServices<T>().LastOrDefault()
            : null;
        settings = service is null ? null : settings;
        return service is not null;
    }
}
