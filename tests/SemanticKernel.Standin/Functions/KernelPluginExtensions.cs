using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

public static class KernelPluginExtensions
{
    public static bool Contains(this IReadOnlyKernelPluginCollection plugins, string pluginName)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(pluginName);
        return plugins.TryGetPlugin(pluginName, out _);
    }

    public static KernelFunction GetFunction(this IReadOnlyKernelPluginCollection plugins, string? pluginName, string functionName)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(functionName);
        return plugins.TryGetFunction(pluginName, functionName, out var function)
            ? function
            : throw new KeyNotFoundException("The plugin collection does not contain a plugin and/or function with the specified names.");
    }

    public static bool TryGetFunction(
        this IReadOnlyKernelPluginCollection plugins,
        string? pluginName,
        string functionName,
        [NotNullWhen(true)] out KernelFunction? func)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(functionName);
        func = null;
        if (!string.IsNullOrWhiteSpace(pluginName))
        {
            return plugins.TryGetPlugin(pluginName, out var named) && named.TryGetFunction(functionName, out func);
        }

        foreach (var plugin in plugins)
        {
            if (plugin.TryGetFunction(functionName, out func))
            {
                return true;
            }
        }

        return false;
    }

    public static IList<KernelFunctionMetadata> GetFunctionsMetadata(this IEnumerable<KernelPlugin> plugins)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        return plugins.SelectMany(static plugin => plugin.GetFunctionsMetadata()).ToList();
    }
}
