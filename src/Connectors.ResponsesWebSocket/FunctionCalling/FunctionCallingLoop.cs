using System.Runtime.CompilerServices;
using System.Text.Json;
using Connectors.ResponsesWebSocket.Diagnostics;
using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
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
        ArgumentNullException.ThrowIfNull(history, "chatHistory");
        var settings = SettingsReader.Read(callerSettings);
        using var steered = SteeredCall.Begin(settings, history);
        for (var index = 0; ; index++)
        {
            steered.NextRound();
            var round = Begin(index, history, settings, kernel, isStreaming: false);
            var turn = new RoundTurn(endpoint, round, steered, cancellationToken);
            await using var ending = turn.ConfigureAwait(false);
            await foreach (var _ in turn.EventsAsync().ConfigureAwait(false))
            {
                // Only the end matters.
            }

            switch (await EndAsync(round, turn, cancellationToken).ConfigureAwait(false))
            {
                case RoundEnd.Answered:
                    return turn.Message;
                case RoundEnd.Terminated:
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
        ArgumentNullException.ThrowIfNull(history, "chatHistory");
        var settings = SettingsReader.Read(callerSettings);
        using var steered = SteeredCall.Begin(settings, history);
        for (var index = 0; ; index++)
        {
            steered.NextRound();
            var round = Begin(index, history, settings, kernel, isStreaming: true);
            var turn = new RoundTurn(endpoint, round, steered, cancellationToken);
            await using var ending = turn.ConfigureAwait(false);
            await foreach (var happened in turn.EventsAsync().ConfigureAwait(false))
            {
                foreach (var chunk in turn.Chunks!.Map(happened))
                {
                    yield return chunk;
                }
            }

            switch (await EndAsync(round, turn, cancellationToken).ConfigureAwait(false))
            {
                case RoundEnd.Answered:
                    yield break;
                case RoundEnd.Terminated:
                    // Callers tell from the role of the last chunk that a filter ended the loop.
                    yield return new StreamingChatMessageContent(AuthorRole.Tool, history[^1].Content);
                    yield break;
            }
        }
    }

    private async Task<RoundEnd> EndAsync(Round round, RoundTurn turn, CancellationToken cancellationToken)
    {
        if (turn.Answer is { } answer)
        {
            TokenCounters.Add(logger, StockUsage.Of(answer));
            LogCalls(turn);
        }

        // An answer that was cut short may hold half a call, so its calls go to the caller as they are: unless some of them run already.
        if (turn.Answer is not { Status: ResponseStatus.Completed } whole)
        {
            if (!turn.Early.HasStarted)
            {
                return RoundEnd.Answered;
            }

            Log.GoesOnFromStartedCalls(logger);
            return await turn.Early.SettleAsync().ConfigureAwait(false) ? RoundEnd.Terminated : RoundEnd.Next;
        }

        if (!HasCallsToRun(round, whole))
        {
            return RoundEnd.Answered;
        }

        // Where the last event was there already this is still the thread of the caller, who may block the context that a function wants back to.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await _processor.ProcessAsync(round, turn.Message, turn.Early, cancellationToken).ConfigureAwait(false) ? RoundEnd.Terminated : RoundEnd.Next;
    }

    private bool HasCallsToRun(Round round, ResponseResult response)
    {
        if (!response.FunctionCalls.Any())
        {
            return false;
        }

        if (round is { Offer.AutoInvoke: true, Kernel: not null, InvokesFunctions: false })
        {
            if (round.Index == Round.Limit)
            {
                Log.RoundLimitReached(logger, Round.Limit);
            }
            else
            {
                Log.DepthLimitReached(logger, InvocationDepth.Limit);
            }
        }

        return round.InvokesFunctions;
    }

    private Round Begin(int index, ChatHistory history, OpenAIPromptExecutionSettings settings, Kernel? kernel, bool isStreaming)
    {
        var round = Round.Begin(index, history, settings, kernel, isStreaming);
        if (logger.IsEnabled(LogLevel.Trace))
        {
            // By the base type, as in the stock connector: what other members hold need not have a JSON form.
            Log.Request(logger, MessageJson.OfAll(history), JsonSerializer.Serialize<PromptExecutionSettings>(round.Settings));
        }

        if (round.Offer is { } offer && logger.IsEnabled(LogLevel.Debug))
        {
            Log.FunctionChoice(
                logger,
                offer.Choice.ToString(),
                offer.AutoInvoke,
                offer.Options.AllowConcurrentInvocation,
                offer.Options.AllowParallelCalls,
                string.Join(", ", round.Tools.Names));
        }

        return round;
    }

    private void LogCalls(RoundTurn turn)
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

    private enum RoundEnd
    {
        /// <summary>The model answered; the caller gets the answer.</summary>
        Answered,

        /// <summary>Calls were answered, and the model goes on from them.</summary>
        Next,

        /// <summary>A filter ended the loop.</summary>
        Terminated,
    }
}
