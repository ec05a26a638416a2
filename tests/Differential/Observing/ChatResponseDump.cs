using Microsoft.Extensions.AI;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using FunctionResultContent = Microsoft.Extensions.AI.FunctionResultContent;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace Differential.Observing;

/// <summary>All that can be read of an answer of a chat client.</summary>
internal static class ChatResponseDump
{
    public static void Write(Observations seen, string path, ChatResponse response)
    {
        seen.Add($"{path}.text", response.Text);
        seen.Add($"{path}.finishReason", response.FinishReason?.Value);
        seen.Add($"{path}.modelId", response.ModelId);
        seen.Add($"{path}.responseId", response.ResponseId);
        seen.Add($"{path}.conversationId", response.ConversationId);
        seen.Add($"{path}.createdAt", response.CreatedAt);
        WriteUsage(seen, $"{path}.usage", response.Usage);
        seen.Add($"{path}.raw", response.RawRepresentation?.GetType());
        WriteMore(seen, path, response.AdditionalProperties);
        seen.Add($"{path}.messages.count", response.Messages.Count);
        foreach (var (index, message) in response.Messages.Index())
        {
            Write(seen, $"{path}.messages[{index}]", message);
        }
    }

    public static void Write(Observations seen, string path, ChatResponseUpdate update)
    {
        seen.Add($"{path}.role", update.Role?.Value);
        seen.Add($"{path}.finishReason", update.FinishReason?.Value);
        seen.Add($"{path}.modelId", update.ModelId);
        seen.Add($"{path}.responseId", update.ResponseId);
        seen.Add($"{path}.messageId", update.MessageId);
        seen.Add($"{path}.createdAt", update.CreatedAt);
        seen.Add($"{path}.raw", update.RawRepresentation?.GetType());
        WriteMore(seen, path, update.AdditionalProperties);
        WriteContents(seen, path, update.Contents);
    }

    private static void Write(Observations seen, string path, ChatMessage message)
    {
        seen.Add($"{path}.role", message.Role.Value);
        seen.Add($"{path}.authorName", message.AuthorName);
        seen.Add($"{path}.messageId", message.MessageId);
        seen.Add($"{path}.raw", message.RawRepresentation?.GetType());
        WriteMore(seen, path, message.AdditionalProperties);
        WriteContents(seen, path, message.Contents);
    }

    private static void WriteContents(Observations seen, string path, IList<AIContent> contents)
    {
        seen.Add($"{path}.contents.count", contents.Count);
        foreach (var (index, content) in contents.Index())
        {
            var at = $"{path}.contents[{index}]";
            seen.Add(at, Described(content));
            seen.Add($"{at}.raw", content.RawRepresentation?.GetType());
            WriteMore(seen, at, content.AdditionalProperties);
            WriteUsage(seen, $"{at}.usage", (content as UsageContent)?.Details);
        }
    }

    private static string Described(AIContent content) => content switch
    {
        TextContent text => $"text '{text.Text}'",
        FunctionCallContent call => $"call {call.CallId} {call.Name} {JsonText.Of(call.Arguments)} {call.Exception?.GetType().Name}",
        FunctionResultContent result => $"result of {result.CallId}: {JsonText.Of(result.Result)} {result.Exception?.GetType().Name}",
        _ => content.GetType().Name,
    };

    private static void WriteUsage(Observations seen, string path, UsageDetails? usage) => seen.Add(path, usage is null ? null : JsonText.Of(usage));

    private static void WriteMore(Observations seen, string path, AdditionalPropertiesDictionary? more) =>
        MessageDump.WriteMetadata(seen, $"{path}.more", more?.ToDictionary(static property => property.Key, static property => property.Value, StringComparer.Ordinal));
}
