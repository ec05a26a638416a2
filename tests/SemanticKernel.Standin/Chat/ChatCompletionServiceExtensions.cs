namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Short forms: a text as the chat, one message as the answer.</summary>
public static class ChatCompletionServiceExtensions
{
    public static Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        this IChatCompletionService chatCompletionService,
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatCompletionService);
        return chatCompletionService.GetChatMessageContentsAsync(
            ChatPromptParser.ToHistory(prompt), executionSettings, kernel, cancellationToken);
    }

    public static Task<ChatMessageContent> GetChatMessageContentAsync(
        this IChatCompletionService chatCompletionService,
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
        => chatCompletionService.GetChatMessageContentAsync(
            ChatPromptParser.ToHistory(prompt), executionSettings, kernel, cancellationToken);

    public static async Task<ChatMessageContent> GetChatMessageContentAsync(
        this IChatCompletionService chatCompletionService,
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatCompletionService);
        var messages = await chatCompletionService
            .GetChatMessageContentsAsync(chatHistory, executionSettings, kernel, cancellationToken).ConfigureAwait(false);
        return messages.Single();
    }

    public static IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        this IChatCompletionService chatCompletionService,
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatCompletionService);
        return chatCompletionService.GetStreamingChatMessageContentsAsync(
            ChatPromptParser.ToHistory(prompt), executionSettings, kernel, cancellationToken);
    }
}
