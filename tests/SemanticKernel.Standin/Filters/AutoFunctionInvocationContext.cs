using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

/// <summary>
/// What an auto-invocation filter sees. The real type derives from the context of Microsoft.Extensions.AI; this one
/// declares the inherited members that filters use, which is compatible at source level.
/// </summary>
public class AutoFunctionInvocationContext
{
    private readonly KernelArguments _arguments;
    private readonly string? _toolCallId;

    public AutoFunctionInvocationContext(
        Kernel kernel,
        KernelFunction function,
        FunctionResult result,
        ChatHistory chatHistory,
        ChatMessageContent chatMessageContent)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(chatHistory);
        ArgumentNullException.ThrowIfNull(chatMessageContent);
        (Kernel, Function, Result, ChatHistory, ChatMessageContent) = (kernel, function, result, chatHistory, chatMessageContent);
        _arguments = [];
    }

    public CancellationToken CancellationToken { get; init; }

    public KernelArguments? Arguments
    {
        get => _arguments;
        init => _arguments = value ?? [];
    }

    public int RequestSequenceIndex
    {
        get => Iteration;
        init => Iteration = value;
    }

    public int FunctionSequenceIndex
    {
        get => FunctionCallIndex;
        init => FunctionCallIndex = value;
    }

    public string? ToolCallId
    {
        get => _toolCallId ?? string.Empty;
        init => _toolCallId = value;
    }

    public ChatMessageContent ChatMessageContent { get; }

    public PromptExecutionSettings? ExecutionSettings { get; init; }

    public ChatHistory ChatHistory { get; }

    public KernelFunction Function { get; }

    public Kernel Kernel { get; }

    public FunctionResult Result { get; set; }

    public bool Terminate { get; set; }

    public bool IsStreaming { get; set; }

    public int FunctionCount { get; set; }

    public int Iteration { get; set; }

    public int FunctionCallIndex { get; set; }
}
