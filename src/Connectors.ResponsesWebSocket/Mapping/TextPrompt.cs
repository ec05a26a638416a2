using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// A text prompt as history. As in the stock connector: alone it is a system message; behind a system or developer prompt
/// of the settings it is a user message.
/// </summary>
internal static class TextPrompt
{
    public static ChatHistory ToHistory(string prompt, PromptExecutionSettings? executionSettings)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var settings = ResponsesWebSocketPromptExecutionSettings.FromExecutionSettings(executionSettings);
        return string.IsNullOrWhiteSpace(settings.ChatSystemPrompt) && string.IsNullOrWhiteSpace(settings.ChatDeveloperPrompt)
            ? new ChatHistory(prompt)
            : new ChatHistory(prompt, AuthorRole.User);
    }
}
