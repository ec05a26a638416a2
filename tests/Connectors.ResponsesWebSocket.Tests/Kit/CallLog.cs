using System.Collections.Concurrent;

namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>Notes which call each run of a function was for.</summary>
internal sealed class CallLog : IAutoFunctionInvocationFilter
{
    private readonly ConcurrentQueue<string> _ids = new();

    /// <summary>In the order in which the functions were run.</summary>
    public IReadOnlyList<string> Ids => [.. _ids];

    public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
    {
        _ids.Enqueue(context.ToolCallId ?? "");
        await next(context);
    }
}
