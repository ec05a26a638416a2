using System.Runtime.CompilerServices;
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
internal sealed class FunctionCallingLoop(ResponsesWebSocketClient client, string modelId, ILogger logger)
{
    private readonly FunctionCallProcessor _processor = new(logger);

    public async Task<ChatMessageContent> RunAsync(ChatHistory history, PromptExecutionSettings? callerSettings, Kernel? kernel, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(history);
        for (var index = 0; ; index++)
        {
            var round = Round.Begin(index, history, callerSettings, kernel, isStreaming: false);
            var response = await ServiceErrors.AsSemanticKernel(
                client.CreateAsync(RequestFactory.Create(modelId, history, round.Settings, round.Tools), cancellationToken)).ConfigureAwait(false);
            var message = ResponseMapper.Message(response, modelId, round.RetainsArgumentTypes);
            LogUsage(response);
            if (!HasCallsToRun(round, response))
            {
                return message;
            }

            if (await _processor.ProcessAsync(round, message, cancellationToken).ConfigureAwait(false))
            {
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
        ArgumentNullException.ThrowIfNull(history);
        for (var index = 0; ; index++)
        {
            var round = Round.Begin(index, history, callerSettings, kernel, isStreaming: true);
            var mapper = new StreamingMapper(modelId, index);
            ResponseResult? response = null;
            var events = client.StreamAsync(RequestFactory.Create(modelId, history, round.Settings, round.Tools), cancellationToken);
            await foreach (var happened in ServiceErrors.AsSemanticKernel(events, cancellationToken).ConfigureAwait(false))
            {
                foreach (var chunk in mapper.Map(happened))
                {
                    yield return chunk;
                }

                response = (happened as ResponseCompletedEvent)?.Result;
            }

            // The client ends a stream with the terminal event or with an exception: calls of an unfinished response are never run.
            LogUsage(response!);
            if (!HasCallsToRun(round, response!))
            {
                yield break;
            }

            if (await _processor.ProcessAsync(round, ResponseMapper.Message(response!, modelId, round.RetainsArgumentTypes), cancellationToken).ConfigureAwait(false))
            {
                // Callers tell from the role of the last chunk that a filter ended the loop.
                yield return new StreamingChatMessageContent(AuthorRole.Tool, history[^1].Content, modelId: modelId);
                yield break;
            }
        }
    }

    /// <summary>A response that was cut short may hold half a call, so its calls go to the caller as they are.</summary>
    private bool HasCallsToRun(Round round, ResponseResult response)
    {
        if (response.Status != ResponseStatus.Completed || !response.FunctionCalls.Any())
        {
            return false;
        }

        if (round is { Index: Round.Limit, Configuration.AutoInvoke: true })
        {
            Log.RoundLimitReached(logger, Round.Limit);
        }

        return round.InvokesFunctions;
    }

    private void LogUsage(ResponseResult response)
    {
        if (ResponseMapper.Usage(response) is { } usage)
        {
            Log.TokensUsed(logger, usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount);
        }
        else
        {
            Log.TokensUnknown(logger);
        }
    }
}
