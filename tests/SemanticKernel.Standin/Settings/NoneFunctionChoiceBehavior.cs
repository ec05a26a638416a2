using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>The model is told of the functions but must not call them.</summary>
public sealed class NoneFunctionChoiceBehavior : FunctionChoiceBehavior
{
    [JsonConstructor]
    internal NoneFunctionChoiceBehavior()
    {
    }

    internal NoneFunctionChoiceBehavior(IEnumerable<KernelFunction>? functions, FunctionChoiceBehaviorOptions? options)
        : base(functions)
    {
        Functions = NamesOf(functions);
        Options = options;
    }

    [JsonPropertyName("functions")]
    public IList<string>? Functions { get; set; }

    [JsonPropertyName("options")]
    public FunctionChoiceBehaviorOptions? Options { get; set; }

    public override FunctionChoiceBehaviorConfiguration GetConfiguration(FunctionChoiceBehaviorConfigurationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new FunctionChoiceBehaviorConfiguration(Options ?? DefaultOptions)
        {
            Choice = FunctionChoice.None,
            Functions = GetFunctions(Functions, context.Kernel, autoInvoke: false),
            AutoInvoke = false,
        };
    }
}
