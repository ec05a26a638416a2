namespace Microsoft.SemanticKernel.Services;

/// <summary>The well-known attributes, and the choice of a service for a function.</summary>
public static class AIServiceExtensions
{
    public static string ModelIdKey => "ModelId";

    public static string EndpointKey => "Endpoint";

    public static string ApiVersionKey => "ApiVersion";

    public static string? GetModelId(this IAIService service) => GetText(service, ModelIdKey);

    public static string? GetEndpoint(this IAIService service) => GetText(service, EndpointKey);

    public static string? GetApiVersion(this IAIService service) => GetText(service, ApiVersionKey);

    public static (T, PromptExecutionSettings?) SelectAIService<T>(
        this IAIServiceSelector selector,
        Kernel kernel,
        KernelFunction function,
        KernelArguments arguments)
        where T : class, IAIService
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(arguments);
        if (selector.TrySelectAIService<T>(kernel, function, arguments, out var service, out var settings))
        {
            return (service, settings);
        }

        var wanted = arguments.ExecutionSettings ?? function.ExecutionSettings;
        var serviceIds = string.Join(", ", wanted?.Keys ?? []);
        var modelIds = string.Join(", ", wanted?.Values.Select(candidate => candidate.ModelId).OfType<string>() ?? []);
        throw new KernelException(
            $"No service of type {typeof(T)} was found. Expected serviceIds: {serviceIds}. Expected modelIds: {modelIds}.");
    }

    private static string? GetText(IAIService service, string key)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.Attributes?.TryGetValue(key, out var value) == true ? value as string : null;
    }
}
