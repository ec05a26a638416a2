namespace Microsoft.SemanticKernel;

public class FunctionInvocationContext
{
    private FunctionResult _result;

    internal FunctionInvocationContext(Kernel kernel, KernelFunction function, KernelArguments arguments, FunctionResult result)
    {
        (Kernel, Function, Arguments, _result) = (kernel, function, arguments, result);
    }

    public CancellationToken CancellationToken { get; init; }

    public bool IsStreaming { get; init; }

    public Kernel Kernel { get; }

    public KernelFunction Function { get; }

    public KernelArguments Arguments { get; }

    public FunctionResult Result
    {
        get => _result;
        set => _result = value ?? throw new ArgumentNullException(nameof(value));
    }
}
