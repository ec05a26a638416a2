using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

public static class KernelPluginFactory
{
    public static KernelPlugin CreateFromType<T>(string? pluginName = null, IServiceProvider? serviceProvider = null)
        => CreateFromType(typeof(T), pluginName, serviceProvider);

    public static KernelPlugin CreateFromType(Type instanceType, string? pluginName = null, IServiceProvider? serviceProvider = null)
    {
        ArgumentNullException.ThrowIfNull(instanceType);
        var services = serviceProvider ?? EmptyServiceProvider.Instance;
        var target = ActivatorUtilities.CreateInstance(services, instanceType);
        return CreateFromObject(target, pluginName, services.GetService<ILoggerFactory>());
    }

    public static KernelPlugin CreateFromObject(object target, string? pluginName = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        const BindingFlags Anything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var type = target.GetType();
        var functions = type.GetMethods(Anything)
            .Where(static method => method.GetCustomAttribute<KernelFunctionAttribute>() is not null)
            .Select(method => KernelFunctionFactory.CreateFromMethod(method, target, loggerFactory: loggerFactory))
            .ToArray();
        if (functions.Length == 0)
        {
            throw new ArgumentException($"The {type} instance doesn't implement any [KernelFunction]-attributed methods.", nameof(target));
        }

        return CreateFromFunctions(
            pluginName ?? Names.OfType(type),
            type.GetCustomAttribute<DescriptionAttribute>(inherit: true)?.Description,
            functions);
    }

    public static KernelPlugin CreateFromFunctions(string pluginName, IEnumerable<KernelFunction>? functions)
        => CreateFromFunctions(pluginName, description: null, functions);

    public static KernelPlugin CreateFromFunctions(
        string pluginName,
        string? description = null,
        IEnumerable<KernelFunction>? functions = null)
        => new FunctionListPlugin(pluginName, description, functions);
}
