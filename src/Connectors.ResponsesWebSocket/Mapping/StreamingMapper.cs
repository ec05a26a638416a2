using System.Collections.ObjectModel;
using System.Text;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using OpenAI.Chat;
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
    private readonly EmittedResponse _given = new();
    private readonly StreamingChatMessageContent[] _one = new StreamingChatMessageContent[1];
    private ReadOnlyDictionary<string, object?>? _metadata;
    private string? _responseId;
    private DateTimeOffset? _createdAt;
    private bool _roleGiven;
    private int _textGiven;

    /// <summary>What the latest chunk says of the response.</summary>
    public IReadOnlyDictionary<string, object?> LastMetadata { get; private set; } = new Dictionary<string, object?>();

    /// <returns>The chunks, valid until the next event.</returns>
    public IReadOnlyList<StreamingChatMessageContent> Map(TurnEvent happened) => happened switch
    {
        // The one kind of which there are thousands.
        OutputTextDeltaEvent delta when _roleGiven => One(Text(delta, _given.At(delta.OutputIndex), delta.Delta)),
        ResponseCreatedEvent created => Begin(created),
        TurnSteeredEvent => Steered(),
        _ => [.. WithRole(happened, Chunks(happened))],
    };

    private IEnumerable<StreamingChatMessageContent> Chunks(TurnEvent happened) => happened switch
    {
        OutputItemAddedEvent { ItemType: "function_call", CallId: { } callId, Name: { } name } added => Call(added, _given.At(added.OutputIndex), callId, name),
        OutputTextDeltaEvent delta => [Text(delta, _given.At(delta.OutputIndex), delta.Delta)],
        RefusalDeltaEvent delta => [Refusal(delta, _given.At(delta.OutputIndex), delta.Delta)],
        ReasoningSummaryDeltaEvent delta => [Reasoning(delta, _given.At(delta.OutputIndex).Summary(delta.SummaryIndex), delta.Delta)],
        FunctionCallArgumentsDeltaEvent delta => [Arguments(delta, _given.At(delta.OutputIndex), delta.Delta)],
        OutputItemDoneEvent done => Rest(done, _given.At(done.OutputIndex), done.Item),
        ResponseCompletedEvent completed => End(completed),
        _ => [],
    };

    private StreamingChatMessageContent[] One(StreamingChatMessageContent chunk)
    {
        _one[0] = chunk;
        return _one;
    }

    private StreamingChatMessageContent[] Begin(ResponseCreatedEvent created)
    {
        (_responseId, _createdAt, _metadata) = (created.ResponseId, created.CreatedAt, null);
        return [];
    }

    /// <summary>Another response follows, and each says its role once.</summary>
    private StreamingChatMessageContent[] Steered()
    {
        _roleGiven = false;
        return [];
    }

    private IEnumerable<StreamingChatMessageContent> Call(TurnEvent source, EmittedItem item, string callId, string name)
    {
        if (item.CallId is null)
        {
            item.CallId = callId;
            yield return Chunk(source, new StreamingFunctionCallUpdateContent(callId, name, "", _given.CallIndexOf(item)) { RequestIndex = requestIndex });
        }
    }

    private StreamingChatMessageContent Text(TurnEvent source, EmittedItem item, string delta)
    {
        if (item.Text.Length == 0)
        {
            item.TextStart = _textGiven;
        }

        item.Text.Append(delta);
        _textGiven += delta.Length;
        return Chunk(source, content: delta);
    }

    private StreamingChatMessageContent Reasoning(TurnEvent source, StringBuilder given, string delta)
    {
        given.Append(delta);
        return Chunk(source, new StreamingReasoningContent(delta) { ModelId = modelId, InnerContent = source });
    }

    private StreamingChatMessageContent Refusal(TurnEvent source, EmittedItem item, string delta)
    {
        item.Refusal.Append(delta);
        return Chunk(source, refusal: delta);
    }

    private StreamingChatMessageContent Arguments(TurnEvent source, EmittedItem item, string delta)
    {
        item.Arguments.Append(delta);
        return Chunk(source, new StreamingFunctionCallUpdateContent(arguments: delta, functionCallIndex: _given.CallIndexOf(item)) { RequestIndex = requestIndex });
    }

    /// <summary>What an item holds and no delta brought.</summary>
    private IEnumerable<StreamingChatMessageContent> Rest(TurnEvent source, EmittedItem given, ConversationItem item)
    {
        switch (item.Kind)
        {
            case ItemKind.Message:
                if (EmittedResponse.Missing(item.Text, given.Text) is { Length: > 0 } text)
                {
                    yield return Text(source, given, text);
                }

                if (EmittedResponse.Missing(item.Refusal, given.Refusal) is { Length: > 0 } refusal)
                {
                    yield return Refusal(source, given, refusal);
                }

                // Whole here only, and where each part's text begins is certain.
                foreach (var annotation in Annotation.Of(item, given.TextStart).Skip(given.Annotations))
                {
                    given.Annotations++;
                    yield return Chunk(source, annotation.ToStreamingContent(modelId));
                }

                break;
            case ItemKind.Reasoning:
                foreach (var (part, summary) in ReasoningSummary.Of(item).Index())
                {
                    if (EmittedResponse.Missing(summary, given.Summary(part)) is { Length: > 0 } missing)
                    {
                        yield return Reasoning(source, given.Summary(part), missing);
                    }
                }

                break;
            case ItemKind.FunctionCall:
                foreach (var named in Call(source, given, item.CallId ?? "", item.Name ?? ""))
                {
                    yield return named;
                }

                if (EmittedResponse.Missing(item.Arguments ?? "", given.Arguments) is { Length: > 0 } arguments)
                {
                    yield return Arguments(source, given, arguments);
                }

                break;
        }
    }

    private IEnumerable<StreamingChatMessageContent> End(ResponseCompletedEvent completed)
    {
        var response = completed.Result;
        _responseId = response.Id;
        _createdAt ??= response.CreatedAt;
        _metadata = null;
        foreach (var (given, item) in _given.Match([.. response.Output.Where(static item => !ResponseMapper.IsUsers(item))]))
        {
            foreach (var chunk in Rest(completed, given, item))
            {
                yield return chunk;
            }
        }

        yield return Chunk(completed, finishReason: ResponseMapper.FinishReason(response));
        yield return Chunk(completed, usage: StockUsage.Of(response));
    }

    /// <summary>The first chunk of each response says its role and nothing else: callers take the role of the first chunk for the message.</summary>
    private IEnumerable<StreamingChatMessageContent> WithRole(TurnEvent source, IEnumerable<StreamingChatMessageContent> chunks)
    {
        foreach (var chunk in chunks)
        {
            if (!_roleGiven)
            {
                _roleGiven = true;
                yield return Chunk(source, content: "", role: ResponseMapper.Assistant);
            }

            yield return chunk;
        }
    }

    private StreamingChatMessageContent Chunk(
        TurnEvent source,
        StreamingKernelContent? item = null,
        string? content = null,
        AuthorRole? role = null,
        string? refusal = null,
        string? finishReason = null,
        ChatTokenUsage? usage = null)
    {
        // What is nothing of a chunk's own is the same object for all of a response.
        var metadata = refusal is null && usage is null && finishReason is null ? _metadata ??= Metadata(null, null, null) : Metadata(refusal, usage, finishReason);
        var chunk = new StreamingChatMessageContent(role, content: null, source, choiceIndex: 0, modelId, Encoding.UTF8, metadata);
        if ((content is null ? item : new StreamingTextContent(content)) is { } given)
        {
            chunk.Items.Add(given);
        }

        LastMetadata = metadata;
        return chunk;
    }

    private ReadOnlyDictionary<string, object?> Metadata(string? refusal, ChatTokenUsage? usage, string? finishReason) => new(new Dictionary<string, object?>
    {
        [MessageKeys.CompletionId] = _responseId,
        [MessageKeys.CreatedAt] = _createdAt,
        [MessageKeys.SystemFingerprint] = null,
        [MessageKeys.RefusalUpdate] = refusal,
        [MessageKeys.Usage] = usage,
        [MessageKeys.FinishReason] = finishReason,
    });
}
