namespace Differential.Observing;

/// <summary>Notes all that an auto-function filter is given.</summary>
internal sealed class WatchingFilter(Observations seen) : IAutoFunctionInvocationFilter
{
    private int _calls;

    public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
    {
        var path = $"filter[{Interlocked.Increment(ref _calls) - 1}]";
        seen.Add($"{path}.function", $"{context.Function.PluginName} / {context.Function.Name}");
        seen.Add($"{path}.toolCallId", context.ToolCallId);
        seen.Add($"{path}.indexes", $"request {context.RequestSequenceIndex}, function {context.FunctionSequenceIndex} of {context.FunctionCount}, streaming {context.IsStreaming}, terminate {context.Terminate}");
        ItemDump.WriteArguments(seen, $"{path}.arguments", context.Arguments);
        seen.Add($"{path}.result", $"{context.Result.Function.Name} = {context.Result.GetValue<object>() ?? "null"} in '{context.Result.Culture}'");
        seen.Add($"{path}.settings", context.ExecutionSettings?.GetType());
        seen.Add($"{path}.settings.json", JsonText.Of(context.ExecutionSettings));
        seen.Add($"{path}.kernelPlugins", string.Join(", ", context.Kernel.Plugins.Select(static plugin => plugin.Name)));
        seen.Add($"{path}.history", context.ChatHistory.Count);
        seen.Add($"{path}.historyEndsWithMessage", ReferenceEquals(context.ChatHistory[^1], context.ChatMessageContent));
        MessageDump.Write(seen, $"{path}.message", context.ChatMessageContent);
        try
        {
            await next(context);
        }
        catch (Exception thrown)
        {
            ExceptionDump.Write(seen, $"{path}.threw", thrown);
            throw;
        }

        seen.Add($"{path}.after", context.Result.GetValue<object>());
        seen.Add($"{path}.historyAfter", context.ChatHistory.Count);
    }
}
