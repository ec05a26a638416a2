using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From a response to the one assistant message that stands for it.</summary>
internal static class ResponseMapper
{
    /// <summary>
    /// The text of all messages is one content, so that <c>Content</c> shows all of it and the message comes back as the
    /// client expects it; then the calls in the model's order. What the model said of its reasoning stands in front, citations
    /// behind the text they are about: <c>Content</c> passes over both.
    /// </summary>
    public static ChatMessageContent Message(ResponseResult response, string modelId, bool retainArgumentTypes) =>
        Message(response.Output, response.Status == ResponseStatus.Completed, Metadata(response), modelId, retainArgumentTypes, response);

    /// <summary>The same for the whole items of a response that broke off.</summary>
    public static ChatMessageContent Message(IReadOnlyList<ConversationItem> output, string modelId, bool retainArgumentTypes) =>
        Message(output, itemsAreWhole: true, CallMetadata(output), modelId, retainArgumentTypes, response: null);

    private static ChatMessageContent Message(
        IReadOnlyList<ConversationItem> output,
        bool itemsAreWhole,
        Dictionary<string, object?> metadata,
        string modelId,
        bool retainArgumentTypes,
        ResponseResult? response)
    {
        var text = string.Concat(output.Where(IsAnswer).Select(static item => item.Text));
        var message = new ChatMessageContent(AuthorRole.Assistant, content: text.Length > 0 ? text : null, modelId, innerContent: response, metadata: metadata);
        var summaries = output.SelectMany(ReasoningSummary.Of, (item, summary) => new ReasoningContent(summary) { ModelId = modelId, InnerContent = item });
        foreach (var (place, summary) in summaries.Index())
        {
            message.Items.Insert(place, summary);
        }

        foreach (var annotation in Annotations(output))
        {
            message.Items.Add(annotation.ToContent(modelId));
        }

        foreach (var call in Calls(output))
        {
            message.Items.Add(Call(call, modelId, retainArgumentTypes));
        }

        // Now only: the text shares the dictionary it was made with, and in JSON the output would be written twice.
        if (itemsAreWhole && RawOutput.Of(output) is { } raw)
        {
            message.Metadata = new Dictionary<string, object?>(metadata) { [MessageKeys.RawOutput] = raw };
        }

        return message;
    }

    /// <summary>Stock has no word for "cut off by a steer" and the like; the service's own word says more than a wrong one.</summary>
    public static string FinishReason(ResponseResult response) => response switch
    {
        { Status: ResponseStatus.Incomplete, IncompleteReason: "max_output_tokens" } => "Length",
        { Status: ResponseStatus.Incomplete, IncompleteReason: "content_filter" } => "ContentFilter",
        { Status: ResponseStatus.Incomplete } => response.IncompleteReason ?? "Length",
        _ when response.FunctionCalls.Any() => "ToolCalls",
        _ => "Stop",
    };

    public static TokenUsage? Usage(ResponseResult response) => response.Usage is not { } usage
        ? null
        : new TokenUsage(
            Count(usage.InputTokens),
            Count(usage.OutputTokens),
            Count(usage.TotalTokens),
            new InputTokenDetails(Count(usage.CachedInputTokens)),
            new OutputTokenDetails(Count(usage.ReasoningTokens)));

    /// <summary>The stock connector's counts are of this type; a number beyond it is the service's mistake, not a reason to lose the answer.</summary>
    private static int Count(long tokens) => (int)Math.Clamp(tokens, 0, int.MaxValue);

    private static Dictionary<string, object?> Metadata(ResponseResult response)
    {
        var refusal = string.Concat(response.Output.Where(static item => item.Kind == ItemKind.Message).Select(static item => item.Refusal));
        var metadata = new Dictionary<string, object?>
        {
            [MessageKeys.Id] = response.Id,
            [MessageKeys.CreatedAt] = response.CreatedAt,
            [MessageKeys.SystemFingerprint] = null,
            [MessageKeys.Usage] = Usage(response),
            [MessageKeys.Refusal] = refusal.Length > 0 ? refusal : null,
            [MessageKeys.FinishReason] = FinishReason(response),
            [MessageKeys.ContentTokenLogProbabilities] = LogProbabilities.Of(response),
        };
        foreach (var (key, calls) in CallMetadata(response.Output))
        {
            metadata[key] = calls;
        }

        return metadata;
    }

    private static Dictionary<string, object?> CallMetadata(IReadOnlyList<ConversationItem> output)
    {
        var calls = Calls(output).Select(static call => new FunctionToolCall(call.CallId ?? "", call.Name ?? "", call.Arguments ?? "")).ToList();
        return calls.Count > 0 ? new() { [MessageKeys.FunctionToolCalls] = calls } : [];
    }

    private static bool IsAnswer(ConversationItem item) => item.Kind == ItemKind.Message && !SteeredItem.IsUsers(item);

    private static IEnumerable<ConversationItem> Calls(IReadOnlyList<ConversationItem> output) => output.Where(static item => item.Kind == ItemKind.FunctionCall);

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

    public static FunctionCallContent Call(ConversationItem call, string modelId, bool retainArgumentTypes)
    {
        var (plugin, function) = FunctionWireName.Parse(call.Name ?? "");
        var (arguments, exception) = Arguments(call.Arguments, retainArgumentTypes);
        return new FunctionCallContent(function, plugin, call.CallId, arguments) { InnerContent = call, ModelId = modelId, Exception = exception };
    }

    /// <summary>Values become text unless the caller wants their JSON types. No text at all is no arguments.</summary>
    private static (KernelArguments? Arguments, Exception? Exception) Arguments(string? json, bool retainTypes)
    {
        if (string.IsNullOrEmpty(json))
        {
            return ([], null);
        }

        try
        {
            var arguments = JsonSerializer.Deserialize<KernelArguments>(json);
            if (arguments is not null && !retainTypes)
            {
                foreach (var name in arguments.Names.ToList())
                {
                    arguments[name] = arguments[name]?.ToString();
                }
            }

            return (arguments, null);
        }
        catch (JsonException cause)
        {
            return (null, Invalid(new JsonException(cause.Message, cause.Path, cause.LineNumber, cause.BytePositionInLine)));
        }
        catch (InvalidOperationException cause)
        {
            // A string that spells half a surrogate pair.
            return (null, Invalid(new InvalidOperationException(cause.Message)));
        }
    }

    /// <summary>
    /// Around a cause that was never thrown: exceptions that were know the method that threw them, which has no form in JSON,
    /// and the whole history could not be written.
    /// </summary>
    private static KernelException Invalid(Exception cause) => new("Error: Function call arguments were invalid JSON.", cause);
}
