using System.Text;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// From the events of one response to chunks. What arrives only with an item's end, or only with the response's, is
/// made up for there, so that the chunks always add up to the answer exactly once.
/// </summary>
/// <param name="modelId">The configured model.</param>
/// <param name="requestIndex">The round of the function-calling loop; keeps calls of different rounds apart.</param>
internal sealed class StreamingMapper(string modelId, int requestIndex)
{
    private readonly SortedDictionary<int, Progress> _items = [];
    private string? _responseId;
    private DateTimeOffset? _createdAt;
    private bool _roleGiven;
    private int _calls;

    public IEnumerable<StreamingChatMessageContent> Map(ResponseEvent happened) => happened switch
    {
        ResponseCreatedEvent created => Begin(created),
        OutputItemAddedEvent { CallId: { } callId, Name: { } name } added => Call(added, added.OutputIndex, callId, name),
        OutputTextDeltaEvent delta => [Text(delta, delta.OutputIndex, delta.Delta)],
        RefusalDeltaEvent delta => [Refusal(delta, delta.OutputIndex, delta.Delta)],
        FunctionCallArgumentsDeltaEvent delta => [Arguments(delta, delta.OutputIndex, delta.Delta)],
        OutputItemDoneEvent done => Rest(done, done.OutputIndex, done.Item),
        ResponseCompletedEvent completed => End(completed),
        _ => [],
    };

    private StreamingChatMessageContent[] Begin(ResponseCreatedEvent created)
    {
        (_responseId, _createdAt) = (created.ResponseId, created.CreatedAt);
        return [];
    }

    private IEnumerable<StreamingChatMessageContent> Call(ResponseEvent source, int outputIndex, string callId, string name)
    {
        var progress = At(outputIndex);
        if (!progress.Named)
        {
            progress.Named = true;
            yield return Chunk(source, new StreamingFunctionCallUpdateContent(callId, name, "", CallIndex(progress)) { RequestIndex = requestIndex });
        }
    }

    private StreamingChatMessageContent Text(ResponseEvent source, int outputIndex, string delta)
    {
        At(outputIndex).Text.Append(delta);
        return Chunk(source, content: delta);
    }

    private StreamingChatMessageContent Refusal(ResponseEvent source, int outputIndex, string delta)
    {
        At(outputIndex).Refusal.Append(delta);
        return Chunk(source, refusal: delta);
    }

    private StreamingChatMessageContent Arguments(ResponseEvent source, int outputIndex, string delta)
    {
        var progress = At(outputIndex);
        progress.Text.Append(delta);
        return Chunk(source, new StreamingFunctionCallUpdateContent(arguments: delta, functionCallIndex: CallIndex(progress)) { RequestIndex = requestIndex });
    }

    /// <summary>What an item holds and no delta brought.</summary>
    private IEnumerable<StreamingChatMessageContent> Rest(ResponseEvent source, int outputIndex, ConversationItem item)
    {
        var progress = At(outputIndex);
        switch (item.Kind)
        {
            case ItemKind.Message:
                if (Missing(item.Text, progress.Text) is { Length: > 0 } text)
                {
                    yield return Text(source, outputIndex, text);
                }

                if (Missing(item.Refusal, progress.Refusal) is { Length: > 0 } refusal)
                {
                    yield return Refusal(source, outputIndex, refusal);
                }

                break;
            case ItemKind.FunctionCall:
                foreach (var named in Call(source, outputIndex, item.CallId ?? "", item.Name ?? ""))
                {
                    yield return named;
                }

                if (Missing(item.Arguments ?? "", progress.Text) is { Length: > 0 } arguments)
                {
                    yield return Arguments(source, outputIndex, arguments);
                }

                break;
        }
    }

    private IEnumerable<StreamingChatMessageContent> End(ResponseCompletedEvent completed)
    {
        var response = completed.Result;
        _responseId = response.Id;
        _createdAt ??= response.CreatedAt;
        for (var index = 0; index < response.Output.Count; index++)
        {
            foreach (var chunk in Rest(completed, index, response.Output[index]))
            {
                yield return chunk;
            }
        }

        yield return Chunk(completed, finishReason: ResponseMapper.FinishReason(response));
        yield return Chunk(completed, usage: ResponseMapper.Usage(response));
    }

    private static string Missing(string whole, StringBuilder given)
    {
        var sofar = given.ToString();
        return whole.StartsWith(sofar, StringComparison.Ordinal) ? whole[sofar.Length..] : "";
    }

    private StreamingChatMessageContent Chunk(
        ResponseEvent source,
        StreamingKernelContent? item = null,
        string? content = null,
        string? refusal = null,
        string? finishReason = null,
        TokenUsage? usage = null)
    {
        // Callers take the role of the first chunk for the whole message.
        AuthorRole? role = _roleGiven ? null : AuthorRole.Assistant;
        _roleGiven = true;
        var chunk = new StreamingChatMessageContent(role, content, source, choiceIndex: 0, modelId, Encoding.UTF8, new Dictionary<string, object?>
        {
            [MessageKeys.CompletionId] = _responseId,
            [MessageKeys.CreatedAt] = _createdAt,
            [MessageKeys.SystemFingerprint] = null,
            [MessageKeys.RefusalUpdate] = refusal,
            [MessageKeys.Usage] = usage,
            [MessageKeys.FinishReason] = finishReason,
        });
        if (item is not null)
        {
            chunk.Items.Add(item);
        }

        return chunk;
    }

    private Progress At(int outputIndex)
    {
        if (!_items.TryGetValue(outputIndex, out var progress))
        {
            _items[outputIndex] = progress = new Progress();
        }

        return progress;
    }

    /// <summary>Output indexes count items of every kind; callers need calls numbered from 0 without gaps.</summary>
    private int CallIndex(Progress progress) => progress.CallIndex ??= _calls++;

    private sealed class Progress
    {
        /// <summary>The text or the arguments given so far.</summary>
        public StringBuilder Text { get; } = new();

        public StringBuilder Refusal { get; } = new();

        public bool Named { get; set; }

        public int? CallIndex { get; set; }
    }
}
