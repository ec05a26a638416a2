using Microsoft.Extensions.Logging;

namespace Connectors.ResponsesWebSocket.Diagnostics;

/// <summary>All log messages. Only those of level Trace carry text of a conversation.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Information, "Prompt tokens: {InputTokenCount}. Completion tokens: {OutputTokenCount}. Total tokens: {TotalTokenCount}.")]
    public static partial void TokensUsed(ILogger logger, int inputTokenCount, int outputTokenCount, int totalTokenCount);

    [LoggerMessage(102, LogLevel.Debug, "Token usage information unavailable.")]
    public static partial void TokensUnknown(ILogger logger);

    [LoggerMessage(103, LogLevel.Debug, "Function call request failed: Name:{Name}, Id:{Id}")]
    public static partial void FunctionCallRefused(ILogger logger, string name, string? id);

    [LoggerMessage(104, LogLevel.Debug, "Auto function invocation filter requested termination: Name:{Name}, Id:{Id}")]
    public static partial void FilterTerminated(ILogger logger, string name, string? id);

    [LoggerMessage(105, LogLevel.Debug, "The maximum limit of {Limit} auto invocations per user request has been reached. Auto invocation is now disabled.")]
    public static partial void IterationLimitReached(ILogger logger, int limit);

    [LoggerMessage(106, LogLevel.Debug, "A response ended before it was whole. The calls of it that had been started are kept with their results, and the loop goes on from them.")]
    public static partial void GoesOnFromStartedCalls(ILogger logger);

    [LoggerMessage(107, LogLevel.Debug, "The maximum limit of {Limit} nested auto invocations has been reached. Auto invocation is now disabled.")]
    public static partial void DepthLimitReached(ILogger logger, int limit);

    [LoggerMessage(108, LogLevel.Debug, "Function choice behavior configuration: Choice:{Choice}, AutoInvoke:{AutoInvoke}, AllowConcurrentInvocation:{AllowConcurrentInvocation}, AllowParallelCalls:{AllowParallelCalls} Functions:{Functions}")]
    public static partial void FunctionChoice(ILogger logger, string choice, bool autoInvoke, bool allowConcurrentInvocation, bool? allowParallelCalls, string functions);

    [LoggerMessage(109, LogLevel.Debug, "Function calls: {Calls}")]
    public static partial void FunctionCalls(ILogger logger, string calls);

    [LoggerMessage(110, LogLevel.Debug, "Auto function invocation filter context: Name:{Name}, Id:{Id}, Request:{RequestIndex}, Function:{FunctionIndex} of {FunctionCount}, IsStreaming:{IsStreaming}")]
    public static partial void FilterContext(ILogger logger, string name, string? id, int requestIndex, int functionIndex, int functionCount, bool isStreaming);

    [LoggerMessage(111, LogLevel.Debug, "Failed to deserialize function arguments ({FunctionName}/{FunctionId}).")]
    public static partial void ArgumentsUnreadable(ILogger logger, string functionName, string? functionId, Exception cause);

    [LoggerMessage(112, LogLevel.Trace, "Function call request failed: Name:{Name}, Id:{Id}, Error:{Error}")]
    public static partial void FunctionCallRefusedWith(ILogger logger, string name, string? id, string error);

    [LoggerMessage(113, LogLevel.Trace, "ChatHistory: {ChatHistory}, Settings: {Settings}", SkipEnabledCheck = true)]
    public static partial void Request(ILogger logger, string chatHistory, string settings);
}
