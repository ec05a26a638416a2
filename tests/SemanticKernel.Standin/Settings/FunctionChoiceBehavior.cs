using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>Which functions a model is offered, whether it must call one, and whether its calls are run for the caller.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AutoFunctionChoiceBehavior), "auto")]
[JsonDerivedType(typeof(RequiredFunctionChoiceBehavior), "required")]
[JsonDerivedType(typeof(NoneFunctionChoiceBehavior), "none")]
public abstract class FunctionChoiceBehavior
{
    protected const string FunctionNameSeparator = ".";

    protected static readonly FunctionChoiceBehaviorOptions DefaultOptions = new();

    // Kept as given, for callers who work without a kernel.
    private readonly IEnumerable<KernelFunction>? _functions;

    internal FunctionChoiceBehavior(IEnumerable<KernelFunction>? functions = null) => _functions = functions;

    public static FunctionChoiceBehavior Auto(
        IEnumerable<KernelFunction>? functions = null,
        bool autoInvoke = true,
        FunctionChoiceBehaviorOptions? options = null)
        => new AutoFunctionChoiceBehavior(functions, autoInvoke, options);

    public static FunctionChoiceBehavior Required(
        IEnumerable<KernelFunction>? functions = null,
        bool autoInvoke = true,
        FunctionChoiceBehaviorOptions? options = null)
        => new RequiredFunctionChoiceBehavior(functions, autoInvoke, options);

    public static FunctionChoiceBehavior None(
        IEnumerable<KernelFunction>? functions = null,
        FunctionChoiceBehaviorOptions? options = null)
        => new NoneFunctionChoiceBehavior(functions, options);

    public abstract FunctionChoiceBehaviorConfiguration GetConfiguration(FunctionChoiceBehaviorConfigurationContext context);

    internal static List<string>? NamesOf(IEnumerable<KernelFunction>? functions)
        => functions?.Select(function => FullName(function.PluginName, function.Name)).ToList();

    protected IReadOnlyList<KernelFunction>? GetFunctions(IList<string>? functionFQNs, Kernel? kernel, bool autoInvoke)
    {
        if (autoInvoke && kernel is null)
        {
            throw new KernelException("Auto-invocation is not supported when no kernel is provided.");
        }

        List<KernelFunction> found = functionFQNs is null
            ? [.. kernel?.Plugins.SelectMany(plugin => plugin) ?? []]
            : [.. functionFQNs.Select(name => Find(name, kernel, autoInvoke))];
        return found.Count == 0 ? null : found;
    }

    private static string FullName(string? pluginName, string name)
        => string.IsNullOrEmpty(pluginName) ? name : pluginName + FunctionNameSeparator + name;

    private KernelFunction Find(string fullName, Kernel? kernel, bool autoInvoke)
    {
        var separator = fullName.IndexOf(FunctionNameSeparator, StringComparison.Ordinal);
        var pluginName = separator < 0 ? null : fullName[..separator].Trim();
        var name = separator < 0 ? fullName : fullName[(separator + FunctionNameSeparator.Length)..].Trim();
        if (kernel is not null && kernel.Plugins.TryGetFunction(pluginName, name, out var function))
        {
            return function;
        }

        // A call to a function that the kernel does not know could not be run.
        if (autoInvoke)
        {
            throw new KernelException($"The specified function {fullName} is not available in the kernel.");
        }

        return _functions?.FirstOrDefault(candidate => candidate.Name == name && candidate.PluginName == pluginName)
            ?? throw new KernelException($"The specified function {fullName} was not found.");
    }
}
