using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// From a chat history to conversation items. Looked at anew for every request, because filters may change the history between two
/// rounds; the client finds out which of the items the service already holds.
/// </summary>
internal static class ChatHistoryMapper
{
    /// <summary>System and developer messages stay items in their place: an <c>instructions</c> field would not be remembered by the service.</summary>
    /// <param name="history">The whole history.</param>
    /// <param name="settings">The settings of this round.</param>
    /// <param name="modelId">The model that is to be asked.</param>
    /// <exception cref="ArgumentException">There is nothing to send, or a message that says nothing.</exception>
    public static List<ConversationItem> Map(ChatHistory history, ResponsesWebSocketPromptExecutionSettings settings, string modelId)
    {
        var items = new List<ConversationItem>(history.Count + 2);
        AddPrompt(settings.ChatDeveloperPrompt, AuthorRole.Developer);
        AddPrompt(settings.ChatSystemPrompt, AuthorRole.System);
        foreach (var message in history)
        {
            items.AddRange(MappedMessages.Of(message, modelId, Map));
        }

        StockArgument.NotEmpty(items, "messages");
        return items;

        void AddPrompt(string? prompt, AuthorRole role)
        {
            if (!string.IsNullOrWhiteSpace(prompt) && !history.Any(message => message.Role == role))
            {
                items.Add(ConversationItem.Message(role.Label, prompt));
            }
        }
    }

    private static IReadOnlyList<ConversationItem> Map(ChatMessageContent message, string modelId)
    {
        if (message.Role == AuthorRole.System || message.Role == AuthorRole.Developer)
        {
            return [ConversationItem.Message(message.Role.Label.ToLowerInvariant(), StockArgument.NotNull(message.Content, "content"))];
        }

        if (message.Role == AuthorRole.User)
        {
            return [UserMessageMapper.Map(message)];
        }

        if (message.Role == AuthorRole.Assistant)
        {
            return AssistantItems(message, modelId);
        }

        return message.Role == AuthorRole.Tool
            ? ToolMessageMapper.Map(message)
            : throw new NotSupportedException($"Role {message.Role.Label} is not supported.");
    }

    /// <summary>
    /// The answer as it came, if the message kept it and was not changed since. Else text, then calls: the order in which the
    /// client compares an answer with what comes back of it.
    /// </summary>
    private static IReadOnlyList<ConversationItem> AssistantItems(ChatMessageContent message, string modelId)
    {
        var items = Calls(message).ToList();
        var refusal = MetadataText.Of(message, MessageKeys.Refusal);
        if (RawOutput.Read(message, refusal, items, modelId) is { } output)
        {
            return output;
        }

        if (!string.IsNullOrEmpty(refusal))
        {
            JsonElement[] text = string.IsNullOrEmpty(message.Content) ? [] : [JsonSerializer.SerializeToElement(new { type = "output_text", text = message.Content })];
            items.Insert(0, ConversationItem.Message("assistant", [.. text, JsonSerializer.SerializeToElement(new { type = "refusal", refusal })]));
        }
        else if (!string.IsNullOrEmpty(message.Content))
        {
            items.Insert(0, ConversationItem.Message("assistant", message.Content));
        }

        return items;
    }

    private static IEnumerable<ConversationItem> Calls(ChatMessageContent message)
    {
        var written = StockToolCalls.Read(message);
        foreach (var (_, call) in written)
        {
            yield return call;
        }

        foreach (var call in message.Items.OfType<FunctionCallContent>())
        {
            if (!string.IsNullOrEmpty(call.Id) && !written.Exists(known => known.Id == call.Id))
            {
                yield return ConversationItem.FunctionCall(
                    CallIds.ToWireId(call.Id),
                    FunctionWireName.Sanitized(call.PluginName, call.FunctionName),
                    JsonSerializer.Serialize(call.Arguments));
            }
        }
    }
}
