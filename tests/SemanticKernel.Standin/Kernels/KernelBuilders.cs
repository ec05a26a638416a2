using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

public interface IKernelBuilder
{
    IServiceCollection Services { get; }

    IKernelBuilderPlugins Plugins { get; }
}

public interface IKernelBuilderPlugins
{
    IServiceCollection Services { get; }
}

internal sealed class KernelBuilder : IKernelBuilder, IKernelBuilderPlugins
{
    private IServiceCollection? _services;

    public KernelBuilder()
    {
    }

    public KernelBuilder(IServiceCollection services)
    {
        _services = services;
        OwnsServices = false;
    }

    // A builder from AddKernel only decorates somebody else's collection: the container builds that kernel.
    public bool OwnsServices { get; } = true;

    public IServiceCollection Services => _services ??= new ServiceCollection();

    public IKernelBuilderPlugins Plugins => this;

    public Kernel Build()
    {
        if (!OwnsServices)
        {
            throw new InvalidOperationException("A builder of AddKernel cannot build; resolve the Kernel from the service provider.");
        }

        if (_services is not { Count: > 0 })
        {
            return new Kernel(EmptyServiceProvider.Instance);
        }

        // Copied, so that building twice does not leave the map of the first build behind.
        var services = new ServiceCollection();
        foreach (var descriptor in _services)
        {
            ((ICollection<ServiceDescriptor>)services).Add(descriptor);
        }

        services.AddKeyedSingleton(Kernel.ServiceKeysKey, new ServiceKeyMap(_services));
        return new Kernel(services.BuildServiceProvider());
    }
}
