using System.Text.RegularExpressions;

namespace Microsoft.SemanticKernel;

/// <summary>What functions, plugins and parameters may be called, and how other names are made to fit.</summary>
internal static partial class Names
{
    public static string CheckFunction(string? name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return FunctionName().IsMatch(name)
            ? name
            : throw new ArgumentException($"'{name}' is no function name: ASCII letters, digits, '-' and '_' only.", nameof(name));
    }

    public static string CheckPlugin(string? name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return PluginName().IsMatch(name)
            ? name
            : throw new ArgumentException($"'{name}' is no plugin name: ASCII letters, digits and '_' only.", nameof(name));
    }

    public static void CheckDistinct(IEnumerable<KernelParameterMetadata> parameters)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in parameters)
        {
            if (!seen.Add(parameter.Name))
            {
                throw new ArgumentException($"The function has two or more parameters with the same name '{parameter.Name}'", nameof(parameters));
            }
        }
    }

    public static string Sanitize(string name) => Invalid().Replace(name, "_");

    public static string OfType(Type type)
    {
        var name = type.Name;
        if (type.IsGenericType)
        {
            var tick = name.IndexOf('`', StringComparison.Ordinal);
            name = string.Join('_', type.GetGenericArguments().Select(OfType).Prepend(tick < 0 ? name : name[..tick]));
        }

        return Sanitize(name);
    }

    [GeneratedRegex("^[0-9A-Za-z_-]*$")]
    private static partial Regex FunctionName();

    [GeneratedRegex("^[0-9A-Za-z_]*$")]
    private static partial Regex PluginName();

    [GeneratedRegex("[^0-9A-Za-z_]")]
    private static partial Regex Invalid();
}
