using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// A text prompt as history. As in the stock connector: alone it is a system message; behind a system or developer prompt
/// of the settings, in that order, it is a user message.
/// </summary>
internal static class TextPrompt
{
    public static ChatHistory ToHistory(string prompt, OpenAIPromptExecutionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var history = new ChatHistory();
        if (!string.IsNullOrWhiteSpace(settings.ChatSystemPrompt))
        {
            history.AddSystemMessage(settings.ChatSystemPrompt);
        }

        if (!string.IsNullOrWhiteSpace(settings.ChatDeveloperPrompt))
        {
            history.AddDeveloperMessage(settings.ChatDeveloperPrompt);
        }

        history.AddMessage(history.Count == 0 ? AuthorRole.System : AuthorRole.User, prompt);
        return history;
    }
}
