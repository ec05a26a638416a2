using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

public static partial class KernelExtensions
{
    public static Kernel Build(this IKernelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder is KernelBuilder own
            ? own.Build()
            : throw new InvalidOperationException("Only builders created by Kernel.CreateBuilder can be built.");
    }

    public static IKernelBuilderPlugins Add(this IKernelBuilderPlugins plugins, KernelPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(plugin);
        plugins.Services.AddSingleton(plugin);
        return plugins;
    }

    public static IKernelBuilderPlugins AddFromType<T>(this IKernelBuilderPlugins plugins, string? pluginName = null)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddSingleton(provider => KernelPluginFactory.CreateFromType<T>(pluginName, provider));
        return plugins;
    }

    public static IKernelBuilderPlugins AddFromObject(this IKernelBuilderPlugins plugins, object target, string? pluginName = null)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(target);
        plugins.Services.AddSingleton(
            provider => KernelPluginFactory.CreateFromObject(target, pluginName, provider.GetService<ILoggerFactory>()));
        return plugins;
    }

    public static IKernelBuilderPlugins AddFromFunctions(
        this IKernelBuilderPlugins plugins,
        string pluginName,
        IEnumerable<KernelFunction>? functions)
        => plugins.AddFromFunctions(pluginName, description: null, functions);

    public static IKernelBuilderPlugins AddFromFunctions(
        this IKernelBuilderPlugins plugins,
        string pluginName,
        string? description = null,
        IEnumerable<KernelFunction>? functions = null)
        => plugins.Add(KernelPluginFactory.CreateFromFunctions(pluginName, description, functions));
}
