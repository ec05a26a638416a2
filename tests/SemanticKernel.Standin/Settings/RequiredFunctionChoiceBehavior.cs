using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>The model must call a function in its first answer.</summary>
public sealed class RequiredFunctionChoiceBehavior : FunctionChoiceBehavior
{
    private readonly bool _autoInvoke = true;

    [JsonConstructor]
    internal RequiredFunctionChoiceBehavior()
    {
    }

    internal RequiredFunctionChoiceBehavior(IEnumerable<KernelFunction>? functions, bool autoInvoke, FunctionChoiceBehaviorOptions? options)
        : base(functions)
    {
        Functions = NamesOf(functions);
        Options = options;
        _autoInvoke = autoInvoke;
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
            Choice = FunctionChoice.Required,
            // Offered again, the function would have to be called again, and no answer would ever come.
            Functions = context.RequestSequenceIndex == 0 ? GetFunctions(Functions, context.Kernel, _autoInvoke) : null,
            AutoInvoke = _autoInvoke,
        };
    }
}
