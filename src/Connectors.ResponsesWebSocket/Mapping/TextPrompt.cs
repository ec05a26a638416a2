using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// A text prompt as history. As in the stock connector: alone it is a system message; behind a system or developer prompt
/// of the settings it is a user message.
/// </summary>
internal static class TextPrompt
{
    public static ChatHistory ToHistory(string prompt, OpenAIPromptExecutionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return string.IsNullOrWhiteSpace(settings.ChatSystemPrompt) && string.IsNullOrWhiteSpace(settings.ChatDeveloperPrompt)
            ? new ChatHistory(prompt)
            : new ChatHistory(prompt, AuthorRole.User);
    }
}
