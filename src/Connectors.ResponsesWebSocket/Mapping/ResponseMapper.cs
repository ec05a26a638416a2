using System.Text;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From a response to the one assistant message that stands for it.</summary>
internal static class ResponseMapper
{
    /// <summary>The label is the stock connector's. Roles are equal whatever the case of their labels.</summary>
    public static readonly AuthorRole Assistant = new("Assistant");

    /// <summary>
    /// The text of all messages is one content, so that <c>Content</c> shows all of it and the message comes back as the
    /// client expects it; then the calls in the model's order. What the model said of its reasoning stands in front, citations
    /// behind the text they are about: <c>Content</c> passes over both.
    /// </summary>
    public static ChatMessageContent Message(TurnResult response, string modelId, bool retainArgumentTypes)
    {
        var message = new ChatMessageContent(Assistant, content: null, modelId, innerContent: response, metadata: Metadata(response));
        var text = TextOf(response.Output);
        // An answer that only calls, or only refuses, has no text. Any other has, be it an empty one.
        if (text.Length > 0 || !(response.FunctionCalls.Any() || response.Output.Any(static item => item is { Kind: ItemKind.Message, Refusal.Length: > 0 })))
        {
            message.Items.Add(new TextContent(text));
        }

        return Completed(message, response.Output, response.Status == TurnStatus.Completed, modelId, retainArgumentTypes);
    }

    /// <summary>The same as the stock connector makes it of a stream: always with text, and with the metadata of the last chunk.</summary>
    public static ChatMessageContent StreamedMessage(TurnResult response, IReadOnlyDictionary<string, object?> lastMetadata, string modelId, bool retainArgumentTypes)
    {
        var metadata = new Dictionary<string, object?>(lastMetadata);
        AddCalls(metadata, response.Output);
        var text = TextOf(response.Output);
        var message = new ChatMessageContent(Assistant, text, modelId, innerContent: text, Encoding.UTF8, metadata);
        return Completed(message, response.Output, response.Status == TurnStatus.Completed, modelId, retainArgumentTypes);
    }

    /// <summary>For the whole items of a response that broke off.</summary>
    public static ChatMessageContent Message(IReadOnlyList<ConversationItem> output, string modelId, bool retainArgumentTypes)
    {
        var metadata = new Dictionary<string, object?>();
        AddCalls(metadata, output);
        var text = TextOf(output);
        return Completed(new(Assistant, text.Length > 0 ? text : null, modelId, metadata: metadata), output, itemsAreWhole: true, modelId, retainArgumentTypes);
    }

    /// <summary>In the output of a steered turn the user's messages stand between the answers, and are no part of them.</summary>
    public static bool IsUsers(ConversationItem item) => item is { Kind: ItemKind.Message, Role: "user" };

    /// <summary>
    /// A turn that was steered holds several answers with the user's messages between them. These are the ones before the last answer, in
    /// order: they belong into the history before it. Messages behind the last answer wait for the next round by themselves.
    /// </summary>
    public static IEnumerable<(TurnResult? Answer, ConversationItem? Message)> BeforeLast(TurnResult turn)
    {
        var part = new List<ConversationItem>();
        foreach (var item in turn.Output.Take(BeginOfLast(turn)))
        {
            if (!IsUsers(item))
            {
                part.Add(item);
                continue;
            }

            if (part.Count > 0)
            {
                yield return (With(turn, part, TurnStatus.Completed), null);
                part = [];
            }

            yield return (null, item);
        }
    }

    /// <summary>The last answer. It carries the tokens of all, since the service counts each response by itself and the turn is one.</summary>
    public static TurnResult Last(TurnResult turn) => turn.Output.Any(IsUsers)
        ? With(turn, [.. turn.Output.Skip(BeginOfLast(turn)).Where(static item => !IsUsers(item))], turn.Status, turn.IncompleteReason, turn.Usage)
        : turn;

    /// <summary>The same result with another output.</summary>
    public static TurnResult With(TurnResult turn, IReadOnlyList<ConversationItem> output, TurnStatus status, string? incompleteReason = null, TurnUsage? usage = null) => new()
    {
        Id = turn.Id,
        Status = status,
        IncompleteReason = incompleteReason,
        CreatedAt = turn.CreatedAt,
        Model = turn.Model,
        Output = output,
        Usage = usage,
        Report = turn.Report,
    };

    /// <summary>Stock has no word for "cut off by a steer" and the like; the service's own word says more than a wrong one.</summary>
    public static string FinishReason(TurnResult response) => response switch
    {
        { Status: TurnStatus.Incomplete, IncompleteReason: "max_output_tokens" } => "Length",
        { Status: TurnStatus.Incomplete, IncompleteReason: "content_filter" } => "ContentFilter",
        { Status: TurnStatus.Incomplete } => response.IncompleteReason ?? "Length",
        _ when response.FunctionCalls.Any() => "ToolCalls",
        _ => "Stop",
    };

    private static int BeginOfLast(TurnResult turn)
    {
        var messages = turn.Output.Reverse().TakeWhile(IsUsers).Count();
        return turn.Output.Count - messages - turn.Output.Reverse().Skip(messages).TakeWhile(static item => !IsUsers(item)).Count();
    }

    private static ChatMessageContent Completed(ChatMessageContent message, IReadOnlyList<ConversationItem> output, bool itemsAreWhole, string modelId, bool retainArgumentTypes)
    {
        var summaries = output.SelectMany(ReasoningSummary.Of, (item, summary) => new ReasoningContent(summary) { ModelId = modelId, InnerContent = item });
        foreach (var (place, summary) in summaries.Index())
        {
            message.Items.Insert(place, summary);
        }

        foreach (var annotation in Annotations(output))
        {
            message.Items.Add(annotation.ToContent(modelId));
        }

        foreach (var call in output.Where(static item => item.Kind == ItemKind.FunctionCall))
        {
            message.Items.Add(FunctionCalls.Of(call, retainArgumentTypes));
        }

        // Beside the text's metadata and not in it: in JSON the output would be written twice.
        if (itemsAreWhole && RawOutput.Of(output) is { } raw)
        {
            message.Metadata = new Dictionary<string, object?>(message.Metadata!) { [MessageKeys.RawOutput] = raw };
        }

        return message;
    }

    private static Dictionary<string, object?> Metadata(TurnResult response)
    {
        var refusal = string.Concat(response.Output.Where(static item => item.Kind == ItemKind.Message).Select(static item => item.Refusal));
        var metadata = new Dictionary<string, object?>
        {
            [MessageKeys.Id] = response.Id,
            [MessageKeys.CreatedAt] = response.CreatedAt,
            [MessageKeys.SystemFingerprint] = null,
            [MessageKeys.Usage] = StockUsage.Of(response),
            [MessageKeys.Refusal] = refusal.Length > 0 ? refusal : null,
            [MessageKeys.FinishReason] = FinishReason(response),
            [MessageKeys.ContentTokenLogProbabilities] = LogProbabilities.Of(response),
        };
        AddCalls(metadata, response.Output);
        return metadata;
    }

    private static void AddCalls(Dictionary<string, object?> metadata, IReadOnlyList<ConversationItem> output)
    {
        var calls = output.Where(static item => item.Kind == ItemKind.FunctionCall).Select(StockToolCalls.Of).OfType<OpenAI.Chat.ChatToolCall>().ToList();
        if (calls.Count > 0)
        {
            metadata[MessageKeys.FunctionToolCalls] = calls;
        }
    }

    private static string TextOf(IReadOnlyList<ConversationItem> output) => string.Concat(output.Where(IsAnswer).Select(static item => item.Text));

    private static bool IsAnswer(ConversationItem item) => item.Kind == ItemKind.Message && !IsUsers(item);

    private static IEnumerable<Annotation> Annotations(IReadOnlyList<ConversationItem> output)
    {
        var offset = 0;
        foreach (var message in output.Where(IsAnswer))
        {
            foreach (var annotation in Annotation.Of(message, offset))
            {
                yield return annotation;
            }

            offset += message.Text.Length;
        }
    }
}
