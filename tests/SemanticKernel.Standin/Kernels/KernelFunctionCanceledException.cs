using System.Collections;

namespace Microsoft.SemanticKernel;

/// <summary>A function was cancelled; tells which one, with what, and what it had produced.</summary>
public sealed class KernelFunctionCanceledException : OperationCanceledException
{
    public KernelFunctionCanceledException(
        Kernel kernel,
        KernelFunction function,
        KernelArguments arguments,
        FunctionResult? functionResult,
        Exception? innerException = null)
        : base(
            $"The invocation of function '{(function ?? throw new ArgumentNullException(nameof(function))).Name}' was canceled.",
            innerException,
            (innerException as OperationCanceledException)?.CancellationToken ?? CancellationToken.None)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(arguments);
        (Kernel, Function, Arguments, FunctionResult) = (kernel, function, arguments, functionResult);
        foreach (DictionaryEntry entry in innerException?.Data ?? new Hashtable())
        {
            Data.Add(entry.Key, entry.Value);
        }
    }

    public Kernel Kernel { get; }

    public KernelFunction Function { get; }

    public KernelArguments Arguments { get; }

    public FunctionResult? FunctionResult { get; }
}
