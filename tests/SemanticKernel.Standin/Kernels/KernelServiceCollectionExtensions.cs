using Microsoft.SemanticKernel;

namespace Microsoft.Extensions.DependencyInjection;

public static class KernelServiceCollectionExtensions
{
    public static IKernelBuilder AddKernel(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        // Transient, because plugins and filters of a kernel are mutable and belong to whoever resolved it.
        services.AddTransient(static provider => new KernelPluginCollection(provider.GetServices<KernelPlugin>()));
        services.AddTransient(static provider => new Kernel(provider, provider.GetRequiredService<KernelPluginCollection>()));
        return new KernelBuilder(services);
    }
}
