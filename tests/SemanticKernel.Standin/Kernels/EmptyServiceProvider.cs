using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Provider without services: enumerations are empty, everything else is null.</summary>
internal sealed class EmptyServiceProvider : IKeyedServiceProvider
{
    public static EmptyServiceProvider Instance { get; } = new();

    public object? GetService(Type serviceType)
        => serviceType.IsGenericType && serviceType.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            ? Array.CreateInstance(serviceType.GenericTypeArguments[0], 0)
            : null;

    public object? GetKeyedService(Type serviceType, object? serviceKey) => GetService(serviceType);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey)
        => GetService(serviceType) ?? throw new InvalidOperationException($"No service of type '{serviceType}' is registered.");
}
