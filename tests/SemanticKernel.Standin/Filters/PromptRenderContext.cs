namespace Microsoft.SemanticKernel;

public sealed class PromptRenderContext
{
    private string? _renderedPrompt;

    internal PromptRenderContext(Kernel kernel, KernelFunction function, KernelArguments arguments)
    {
        (Kernel, Function, Arguments) = (kernel, function, arguments);
    }

    public CancellationToken CancellationToken { get; init; }

    public bool IsStreaming { get; init; }

    public Kernel Kernel { get; }

    public KernelFunction Function { get; }

    public KernelArguments Arguments { get; }

    public PromptExecutionSettings? ExecutionSettings { get; init; }

    public string? RenderedPrompt
    {
        get => _renderedPrompt;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            _renderedPrompt = value;
        }
    }

    /// <summary>Set by a filter that answers the prompt itself; the model is not called then.</summary>
    public FunctionResult? Result { get; set; }
}
