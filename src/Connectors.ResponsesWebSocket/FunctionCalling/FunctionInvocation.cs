using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.SemanticKernel;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>One call: the kernel's filters around the function.</summary>
internal static class FunctionInvocation
{
    public static async Task<FunctionCallOutcome> RunAsync(
        Iteration iteration,
        ChatMessageContent message,
        FunctionCallContent call,
        KernelFunction function,
        int index,
        int count,
        CancellationToken cancellationToken)
    {
        var kernel = iteration.Kernel!;
        // The context copies the history, so where no filter sees it there is none.
        var context = kernel.AutoFunctionInvocationFilters.Count == 0 ? null : new AutoFunctionInvocationContext(
            kernel, function, new FunctionResult(function) { Culture = kernel.Culture }, iteration.History, message)
        {
            ToolCallId = call.Id,
            Arguments = call.Arguments,
            RequestSequenceIndex = iteration.Index,
            FunctionSequenceIndex = index,
            FunctionCount = count,
            CancellationToken = cancellationToken,
            IsStreaming = iteration.IsStreaming,
            ExecutionSettings = iteration.Call.Settings,
        };

        FunctionResult result;
        try
        {
            result = context is null
                ? await function.InvokeAsync(kernel, call.Arguments, cancellationToken).ConfigureAwait(false)
                : await FilteredAsync(kernel, function, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            // The model is told, so that it can correct itself; the caller's loop goes on.
            return FunctionCallOutcome.WithoutText(call, $"Error: Exception while invoking function. {cause.Message}", context?.Terminate == true);
        }

        // A result that has no JSON form is the caller's to mend: the model cannot.
        var terminate = context?.Terminate == true;
        return result.GetValue<object>() is var value && value is ImageContent image
            ? FunctionCallOutcome.WithoutText(call, image, terminate)
            : FunctionCallOutcome.Answered(call, FunctionResultText.Of(value), terminate);
    }

    private static async Task<FunctionResult> FilteredAsync(Kernel kernel, KernelFunction function, AutoFunctionInvocationContext context, CancellationToken cancellationToken)
    {
        // With the arguments of this context, whichever one a filter hands on.
        await NextAsync(kernel.AutoFunctionInvocationFilters, 0, context, async inner =>
        {
            if (!inner.Terminate)
            {
                inner.Result = await function.InvokeAsync(kernel, context.Arguments, cancellationToken).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        return context.Result;
    }

    private static Task NextAsync(
        IList<IAutoFunctionInvocationFilter> filters,
        int index,
        AutoFunctionInvocationContext context,
        Func<AutoFunctionInvocationContext, Task> function) => index < filters.Count
        ? filters[index].OnAutoFunctionInvocationAsync(context, next => NextAsync(filters, index + 1, next, function))
        : function(context);
}
