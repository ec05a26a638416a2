using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Which keys each service type was registered with; a container cannot be asked for that.</summary>
internal sealed class ServiceKeyMap
{
    private readonly Dictionary<Type, List<object?>> _keys = [];

    public ServiceKeyMap(IServiceCollection services)
    {
        foreach (var descriptor in services)
        {
            if (!_keys.TryGetValue(descriptor.ServiceType, out var keys))
            {
                _keys[descriptor.ServiceType] = keys = [];
            }

            if (!keys.Contains(descriptor.ServiceKey))
            {
                keys.Add(descriptor.ServiceKey);
            }
        }
    }

    public bool TryGetKeys(Type serviceType, [NotNullWhen(true)] out IReadOnlyList<object?>? keys)
    {
        keys = _keys.GetValueOrDefault(serviceType);
        return keys is not null;
    }
}
