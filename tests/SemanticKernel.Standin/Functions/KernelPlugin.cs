using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

public abstract class KernelPlugin : IEnumerable<KernelFunction>
{
    protected KernelPlugin(string name, string? description = null)
    {
        Name = Names.CheckPlugin(name);
        Description = description ?? string.Empty;
    }

    public string Name { get; }

    public string Description { get; }

    public abstract int FunctionCount { get; }

    public KernelFunction this[string functionName]
        => TryGetFunction(functionName, out var function)
            ? function
            : throw new KeyNotFoundException($"The plugin '{Name}' has no function '{functionName}'.");

    public bool Contains(string functionName)
    {
        ArgumentNullException.ThrowIfNull(functionName);
        return TryGetFunction(functionName, out _);
    }

    public bool Contains(KernelFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        // By name only, so that a function is found although the plugin holds a clone of it.
        return Contains(function.Name);
    }

    public abstract bool TryGetFunction(string name, [NotNullWhen(true)] out KernelFunction? function);

    public IList<KernelFunctionMetadata> GetFunctionsMetadata() => this.Select(static function => function.Metadata).ToList();

    public IEnumerable<AIFunction> AsAIFunctions(Kernel? kernel = null)
        => this.Select(function => kernel is null ? function : function.WithKernel(kernel));

    public abstract IEnumerator<KernelFunction> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A fixed set of functions, each a clone that knows the plugin's name.</summary>
internal sealed class FunctionListPlugin : KernelPlugin
{
    private readonly List<KernelFunction> _functions = [];

    public FunctionListPlugin(string name, string? description, IEnumerable<KernelFunction>? functions)
        : base(name, description)
    {
        foreach (var function in functions ?? [])
        {
            ArgumentNullException.ThrowIfNull(function, nameof(functions));
            if (_functions.Exists(other => IsNamed(other.Name, function.Name)))
            {
                throw new ArgumentException($"There are two functions named '{function.Name}'.", nameof(functions));
            }

            _functions.Add(function.Clone(name));
        }
    }

    public override int FunctionCount => _functions.Count;

    public override bool TryGetFunction(string name, [NotNullWhen(true)] out KernelFunction? function)
    {
        ArgumentNullException.ThrowIfNull(name);
        // A caller that lists the functions as AIFunctions knows them by Plugin_Name.
        function = _functions.Find(candidate => IsNamed(candidate.Name, name))
            ?? _functions.Find(candidate => IsNamed(((AIFunction)candidate).Name, name));
        return function is not null;
    }

    public override IEnumerator<KernelFunction> GetEnumerator() => _functions.GetEnumerator();

    private static bool IsNamed(string name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);
}
