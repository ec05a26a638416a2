using Microsoft.Extensions.Logging;

namespace Connectors.ResponsesWebSocket.Diagnostics;

/// <summary>All log messages. None carries text of a conversation.</summary>
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
    public static partial void RoundLimitReached(ILogger logger, int limit);

    [LoggerMessage(106, LogLevel.Debug, "A response ended before it was whole. The calls of it that had been started are kept with their results, and the loop goes on from them.")]
    public static partial void GoesOnFromStartedCalls(ILogger logger);
}
