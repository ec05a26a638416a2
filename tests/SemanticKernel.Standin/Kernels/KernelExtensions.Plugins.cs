using System.Reflection;

namespace Microsoft.SemanticKernel;

public static partial class KernelExtensions
{
    public static KernelFunction CreateFunctionFromMethod(
        this Kernel kernel,
        Delegate method,
        string? functionName = null,
        string? description = null,
        IEnumerable<KernelParameterMetadata>? parameters = null,
        KernelReturnParameterMetadata? returnParameter = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return KernelFunctionFactory.CreateFromMethod(method, functionName, description, parameters, returnParameter, kernel.LoggerFactory);
    }

    public static KernelFunction CreateFunctionFromMethod(
        this Kernel kernel,
        MethodInfo method,
        object? target = null,
        string? functionName = null,
        string? description = null,
        IEnumerable<KernelParameterMetadata>? parameters = null,
        KernelReturnParameterMetadata? returnParameter = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return KernelFunctionFactory.CreateFromMethod(
            method, target, functionName, description, parameters, returnParameter, kernel.LoggerFactory);
    }

    public static KernelPlugin CreatePluginFromType<T>(this Kernel kernel, string? pluginName = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return KernelPluginFactory.CreateFromType<T>(pluginName, kernel.Services);
    }

    public static KernelPlugin CreatePluginFromObject(this Kernel kernel, object target, string? pluginName = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return KernelPluginFactory.CreateFromObject(target, pluginName, kernel.LoggerFactory);
    }

    public static KernelPlugin CreatePluginFromFunctions(this Kernel kernel, string pluginName, IEnumerable<KernelFunction>? functions)
        => kernel.CreatePluginFromFunctions(pluginName, description: null, functions);

    public static KernelPlugin CreatePluginFromFunctions(
        this Kernel kernel,
        string pluginName,
        string? description = null,
        IEnumerable<KernelFunction>? functions = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return KernelPluginFactory.CreateFromFunctions(pluginName, description, functions);
    }

    public static KernelPlugin ImportPluginFromType<T>(this Kernel kernel, string? pluginName = null)
        => kernel.Import(kernel.CreatePluginFromType<T>(pluginName));

    public static KernelPlugin ImportPluginFromObject(this Kernel kernel, object target, string? pluginName = null)
        => kernel.Import(kernel.CreatePluginFromObject(target, pluginName));

    public static KernelPlugin ImportPluginFromFunctions(this Kernel kernel, string pluginName, IEnumerable<KernelFunction>? functions)
        => kernel.Import(kernel.CreatePluginFromFunctions(pluginName, functions));

    public static KernelPlugin ImportPluginFromFunctions(
        this Kernel kernel,
        string pluginName,
        string? description = null,
        IEnumerable<KernelFunction>? functions = null)
        => kernel.Import(kernel.CreatePluginFromFunctions(pluginName, description, functions));

    public static KernelPlugin AddFromType<T>(
        this ICollection<KernelPlugin> plugins,
        string? pluginName = null,
        IServiceProvider? serviceProvider = null)
        => plugins.AddAndReturn(KernelPluginFactory.CreateFromType<T>(pluginName, serviceProvider));

    public static KernelPlugin AddFromObject(
        this ICollection<KernelPlugin> plugins,
        object target,
        string? pluginName = null,
        IServiceProvider? serviceProvider = null)
        => plugins.AddAndReturn(KernelPluginFactory.CreateFromObject(target, pluginName));

    public static KernelPlugin AddFromFunctions(
        this ICollection<KernelPlugin> plugins,
        string pluginName,
        IEnumerable<KernelFunction>? functions)
        => plugins.AddAndReturn(KernelPluginFactory.CreateFromFunctions(pluginName, functions));

    public static KernelPlugin AddFromFunctions(
        this ICollection<KernelPlugin> plugins,
        string pluginName,
        string? description = null,
        IEnumerable<KernelFunction>? functions = null)
        => plugins.AddAndReturn(KernelPluginFactory.CreateFromFunctions(pluginName, description, functions));

    private static KernelPlugin Import(this Kernel kernel, KernelPlugin plugin) => kernel.Plugins.AddAndReturn(plugin);

    private static KernelPlugin AddAndReturn(this ICollection<KernelPlugin> plugins, KernelPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Add(plugin);
        return plugin;
    }
}
