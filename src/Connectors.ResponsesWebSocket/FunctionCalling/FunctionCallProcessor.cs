using Connectors.ResponsesWebSocket.Diagnostics;
using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>Runs the calls of one response through the kernel's filters and appends one answer per call to the history.</summary>
internal sealed class FunctionCallProcessor(ILogger logger)
{
    /// <returns>Whether a filter asked to end the loop.</returns>
    public async Task<bool> ProcessAsync(Iteration iteration, ChatMessageContent message, EagerInvocations eagerInvocations, CancellationToken cancellationToken)
    {
        var running = FunctionCallContent.GetFunctionCalls(message).Select(eagerInvocations.Take).ToList();
        Share(message, running.OfType<(FunctionCallContent Call, Task<FunctionCallOutcome>)>().Select(static taken => taken.Call));
        iteration.History.Add(message);
        var calls = FunctionCallContent.GetFunctionCalls(message).ToList();
        var concurrently = calls.Count > 1 && iteration.Offer!.Options.AllowConcurrentInvocation;
        var started = new List<(FunctionCallContent Call, Task<FunctionCallOutcome> Running)>();
        for (var index = 0; index < calls.Count; index++)
        {
            if (running[index] is { } early)
            {
                started.Add(early);
                continue;
            }

            if (!TryFind(iteration, calls[index], out var function, out var error))
            {
                Log.FunctionCallRefused(logger, calls[index].FunctionName, calls[index].Id);
                Log.FunctionCallRefusedWith(logger, calls[index].FunctionName, calls[index].Id, error);
                FunctionCallOutcome.Answered(calls[index], error).AppendTo(iteration.History);
                continue;
            }

            InvocationDepth.Enter();
            Log.FilterContext(logger, calls[index].FunctionName, calls[index].Id, iteration.Index, index, calls.Count, iteration.IsStreaming);
            var invocation = FunctionInvocation.RunAsync(iteration, message, calls[index], function, index, calls.Count, cancellationToken);
            if (concurrently)
            {
                started.Add((calls[index], invocation));
                continue;
            }

            var outcome = await invocation.ConfigureAwait(false);
            outcome.AppendTo(iteration.History);
            if (outcome.Terminate)
            {
                Log.FilterTerminated(logger, calls[index].FunctionName, calls[index].Id);
                return true;
            }
        }

        // In the order of the calls, whichever ended first, and only when all have. One whose result cannot be written takes no other's along.
        await Task.WhenAll(started.Select(static Task (call) => call.Running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var terminate = false;
        foreach (var (call, run) in started.OrderBy(static call => call.Running.IsFaulted))
        {
            var outcome = await run.ConfigureAwait(false);
            outcome.AppendTo(iteration.History);
            if (outcome.Terminate)
            {
                Log.FilterTerminated(logger, call.FunctionName, call.Id);
                terminate = true;
            }
        }

        return terminate;
    }

    /// <summary>Puts the calls that filters saw into the message in place of their likes.</summary>
    public static void Share(ChatMessageContent message, IEnumerable<FunctionCallContent> calls)
    {
        foreach (var call in calls)
        {
            var at = message.Items.ToList().FindIndex(item => item is FunctionCallContent like && like.Id == call.Id);
            message.Items[at] = call;
        }
    }

    /// <summary>A call is only run if it can be read, was offered in this very request, and is in the kernel.</summary>
    public static bool TryFind(Iteration iteration, FunctionCallContent call, out KernelFunction function, out string error)
    {
        function = null!;
        error = "";
        if (call.Exception is not null)
        {
            error = $"Error: Function call processing failed. Correct yourself. {call.Exception.Message}";
        }
        else if (!iteration.Offer!.AllowsOthers && !iteration.Tools.Names.Contains(FunctionWireName.Of(call.PluginName, call.FunctionName)))
        {
            error = "Error: Function call request for a function that wasn't defined. Correct yourself.";
        }
        else if (!iteration.Kernel!.Plugins.TryGetFunction(call.PluginName, call.FunctionName, out var found))
        {
            error = "Error: Requested function could not be found. Correct yourself.";
        }
        else
        {
            function = found;
        }

        return error.Length == 0;
    }
}
