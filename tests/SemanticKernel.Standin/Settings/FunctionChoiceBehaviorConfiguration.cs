namespace Microsoft.SemanticKernel;

/// <summary>What a behaviour means for one request.</summary>
public sealed class FunctionChoiceBehaviorConfiguration
{
    internal FunctionChoiceBehaviorConfiguration(FunctionChoiceBehaviorOptions options) => Options = options;

    public FunctionChoice Choice { get; internal init; }

    public IReadOnlyList<KernelFunction>? Functions { get; internal init; }

    public bool AutoInvoke { get; set; } = true;

    public FunctionChoiceBehaviorOptions Options { get; }
}
