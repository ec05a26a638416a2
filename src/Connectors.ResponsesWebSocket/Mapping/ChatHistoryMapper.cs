using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// From a chat history to conversation items. Made anew for every request, because filters may change the history between two
/// rounds; the client finds out which of the items the service already holds.
/// </summary>
internal static class ChatHistoryMapper
{
    /// <summary>System and developer messages stay items in their place: an <c>instructions</c> field would not be remembered by the service.</summary>
    public static List<ConversationItem> Map(ChatHistory history, ResponsesWebSocketPromptExecutionSettings settings)
    {
        var items = new List<ConversationItem>(history.Count + 2);
        AddPrompt(settings.ChatDeveloperPrompt, AuthorRole.Developer);
        AddPrompt(settings.ChatSystemPrompt, AuthorRole.System);
        foreach (var message in history)
        {
            items.AddRange(Map(message));
        }

        return items;

        void AddPrompt(string? prompt, AuthorRole role)
        {
            if (!string.IsNullOrWhiteSpace(prompt) && !history.Any(message => message.Role == role))
            {
                items.Add(ConversationItem.Message(role.Label, prompt));
            }
        }
    }

    private static IEnumerable<ConversationItem> Map(ChatMessageContent message)
    {
        if (message.Role == AuthorRole.System || message.Role == AuthorRole.Developer)
        {
            ArgumentNullException.ThrowIfNull(message.Content, $"{message.Role.Label} message content");
            return [ConversationItem.Message(message.Role.Label.ToLowerInvariant(), message.Content)];
        }

        if (message.Role == AuthorRole.User)
        {
            return [UserMessageMapper.Map(message)];
        }

        if (message.Role == AuthorRole.Assistant)
        {
            return AssistantItems(message);
        }

        return message.Role == AuthorRole.Tool
            ? ToolMessageMapper.Map(message)
            : throw new NotSupportedException($"Role {message.Role.Label} is not supported.");
    }

    /// <summary>Text, then calls: the order in which the client compares an answer with what comes back of it.</summary>
    private static IEnumerable<ConversationItem> AssistantItems(ChatMessageContent message)
    {
        if (!string.IsNullOrEmpty(message.Content))
        {
            yield return ConversationItem.Message("assistant", message.Content);
        }
        else if (MetadataText.Of(message, MessageKeys.Refusal) is { Length: > 0 } refusal)
        {
            yield return ConversationItem.Message("assistant", [JsonSerializer.SerializeToElement(new { type = "refusal", refusal })]);
        }

        var raw = ToolCallMetadata.Read(message);
        foreach (var call in raw)
        {
            yield return ConversationItem.FunctionCall(CallIds.OnWire(call.Id), FunctionWireName.Sanitized(call.FunctionName), call.FunctionArguments);
        }

        foreach (var call in message.Items.OfType<FunctionCallContent>())
        {
            if (!string.IsNullOrEmpty(call.Id) && !raw.Exists(known => known.Id == call.Id))
            {
                yield return ConversationItem.FunctionCall(
                    CallIds.OnWire(call.Id),
                    FunctionWireName.Sanitized(call.PluginName, call.FunctionName),
                    call.Arguments is null ? "{}" : JsonSerializer.Serialize(call.Arguments));
            }
        }
    }
}
