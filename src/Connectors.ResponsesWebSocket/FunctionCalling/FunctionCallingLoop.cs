using System.Runtime.CompilerServices;
using System.Text.Json;
using Connectors.ResponsesWebSocket.Diagnostics;
using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>
/// Request, response, calls, and again until the model answers. Whether it goes on depends on the calls that are there, not
/// on why the model stopped.
/// </summary>
internal sealed class FunctionCallingLoop(ModelEndpoint endpoint, ILogger logger)
{
    private readonly FunctionCallProcessor _processor = new(logger);

    public async Task<ChatMessageContent> RunAsync(ChatHistory history, PromptExecutionSettings? callerSettings, Kernel? kernel, CancellationToken cancellationToken)
    {
        using var call = CallArguments.Begin(history, callerSettings, kernel, isStreaming: false);
        for (var index = 0; ; index++)
        {
            var turn = Begin(index, call, cancellationToken);
            await using var ending = turn.ConfigureAwait(false);
            await foreach (var _ in turn.EventsAsync().ConfigureAwait(false))
            {
                // Only the end matters.
            }

            switch (await EndAsync(turn, cancellationToken).ConfigureAwait(false))
            {
                case IterationEnd.Answered:
                    return turn.Message;
                case IterationEnd.Terminated:
                    return history[^1];
            }
        }
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> StreamAsync(
        ChatHistory history,
        PromptExecutionSettings? callerSettings,
        Kernel? kernel,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = CallArguments.Begin(history, callerSettings, kernel, isStreaming: true);
        for (var index = 0; ; index++)
        {
            var turn = Begin(index, call, cancellationToken);
            await using var ending = turn.ConfigureAwait(false);
            await foreach (var happened in turn.EventsAsync().ConfigureAwait(false))
            {
                var chunks = turn.Chunks!.Map(happened);
                for (var place = 0; place < chunks.Count; place++)
                {
                    yield return chunks[place];
                }
            }

            switch (await EndAsync(turn, cancellationToken).ConfigureAwait(false))
            {
                case IterationEnd.Answered:
                    yield break;
                case IterationEnd.Terminated:
                    // Callers tell from the role of the last chunk that a filter ended the loop.
                    yield return new StreamingChatMessageContent(AuthorRole.Tool, history[^1].Content);
                    yield break;
            }
        }
    }

    private async Task<IterationEnd> EndAsync(IterationRequest turn, CancellationToken cancellationToken)
    {
        if (turn.Answer is { } answer)
        {
            TokenCounters.Add(logger, StockUsage.Of(answer));
            LogCalls(turn);
        }

        // An answer that was cut short may hold half a call, so its calls go to the caller as they are: unless some of them run already.
        if (turn.Answer is not { Status: TurnStatus.Completed } whole)
        {
            if (!turn.Early.HasStarted)
            {
                return IterationEnd.Answered;
            }

            Log.GoesOnFromStartedCalls(logger);
            return await turn.Early.SettleAsync().ConfigureAwait(false) ? IterationEnd.Terminated : IterationEnd.Next;
        }

        if (!HasCallsToRun(turn.Iteration, whole))
        {
            return IterationEnd.Answered;
        }

        // Where the last event was there already this is still the thread of the caller, who may block the context that a function wants back to.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await _processor.ProcessAsync(turn.Iteration, turn.Message, turn.Early, cancellationToken).ConfigureAwait(false) ? IterationEnd.Terminated : IterationEnd.Next;
    }

    private bool HasCallsToRun(Iteration iteration, TurnResult response)
    {
        if (!response.FunctionCalls.Any())
        {
            return false;
        }

        if (iteration is { Offer.AutoInvoke: true, Kernel: not null, InvokesFunctions: false })
        {
            if (iteration.Index == Iteration.Limit)
            {
                Log.IterationLimitReached(logger, Iteration.Limit);
            }
            else
            {
                Log.DepthLimitReached(logger, InvocationDepth.Limit);
            }
        }

        return iteration.InvokesFunctions;
    }

    private IterationRequest Begin(int index, CallArguments call, CancellationToken cancellationToken)
    {
        call.Steering?.MoveTo(call.History); // What was said since the last request.
        var iteration = Iteration.Begin(index, call);
        if (logger.IsEnabled(LogLevel.Trace))
        {
            // By the base type, as in the stock connector: what other members hold need not have a JSON form.
            Log.Request(logger, MessageJson.OfAll(call.History), JsonSerializer.Serialize<PromptExecutionSettings>(iteration.Settings));
        }

        if (iteration.Offer is { } offer && logger.IsEnabled(LogLevel.Debug))
        {
            Log.FunctionChoice(
                logger,
                offer.Choice.ToString(),
                offer.AutoInvoke,
                offer.Options.AllowConcurrentInvocation,
                offer.Options.AllowParallelCalls,
                string.Join(", ", iteration.Tools.Names));
        }

        return new(endpoint, iteration, cancellationToken);
    }

    private void LogCalls(IterationRequest turn)
    {
        if (!logger.IsEnabled(LogLevel.Debug) || !turn.Answer!.FunctionCalls.Any())
        {
            return;
        }

        var calls = FunctionCallContent.GetFunctionCalls(turn.Message).ToList();
        Log.FunctionCalls(logger, string.Join(", ", calls.Select(static call => $"{FunctionWireName.Of(call.PluginName, call.FunctionName)} [Id: {call.Id}]")));
        foreach (var call in calls.Where(static call => call.Exception is not null))
        {
            Log.ArgumentsUnreadable(logger, call.FunctionName, call.Id, call.Exception!.InnerException ?? call.Exception);
        }
    }

    private enum IterationEnd
    {
        /// <summary>The model answered; the caller gets the answer.</summary>
        Answered,

        /// <summary>Calls were answered, and the model goes on from them.</summary>
        Next,

        /// <summary>A filter ended the loop.</summary>
        Terminated,
    }
}
