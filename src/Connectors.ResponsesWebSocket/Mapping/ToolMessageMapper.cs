using System.Text.Json;
using Microsoft.SemanticKernel;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Maps tool messages to the outputs of the calls they answer.</summary>
internal static class ToolMessageMapper
{
    private const string NoImages = "Error: This model does not support image content in tool results.";

    public static IReadOnlyList<ConversationItem> Map(ChatMessageContent message)
    {
        if (MetadataText.Of(message, MessageKeys.ToolCallId) is { Length: > 0 } id)
        {
            return [ConversationItem.FunctionCallOutput(CallIds.ToWireId(id), StockArgument.NotNull(message.Content, "content"))];
        }

        // Several results in one message are legal; the text twin that auto invocation adds is not another one.
        var results = message.Items.OfType<FunctionResultContent>().ToList();
        return results.Count == 0
            ? throw new NotSupportedException("No function result provided in the tool message.")
            : [.. results.Select(static result => ConversationItem.FunctionCallOutput(CallIds.ToWireId(StockArgument.NotNull(result.CallId, "toolCallId")), TextOf(result.Result)))];
    }

    private static string TextOf(object? result) => result switch
    {
        Exception exception => $"Error: Exception while invoking function. {exception.Message}",
        ImageContent => NoImages,
        // What was a string before the history went through JSON is a string again, or the service would not know the conversation any more.
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        _ => FunctionResultText.Of(result),
    };
}
