using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SemanticKernel.Standin.Tests.Behaviour;

/// <summary>Answers with what it was asked, and remembers how.</summary>
internal sealed class EchoService(string modelId = "echo") : IChatCompletionService
{
    public IReadOnlyDictionary<string, object?> Attributes { get; } = new Dictionary<string, object?> { ["ModelId"] = modelId };

    public List<(ChatHistory History, PromptExecutionSettings? Settings, Kernel? Kernel)> Requests { get; } = [];

    public int Replies { get; init; } = 1;

    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        Requests.Add((chatHistory, executionSettings, kernel));
        var metadata = new Dictionary<string, object?> { ["from"] = modelId };
        IReadOnlyList<ChatMessageContent> replies =
            [.. Enumerable.Range(0, Replies).Select(_ => Reply(chatHistory[^1].Content))];
        return Task.FromResult(replies);

        ChatMessageContent Reply(string? text) => new(AuthorRole.Assistant, text, modelId, metadata: metadata);
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Requests.Add((chatHistory, executionSettings, kernel));
        await Task.Yield();
        foreach (var word in (chatHistory[^1].Content ?? string.Empty).Split(' '))
        {
            yield return new StreamingChatMessageContent(AuthorRole.Assistant, word, innerContent: new Place(word, 1));
        }

        yield return new StreamingChatMessageContent(role: null, content: null, innerContent: new Place("end", 0));
    }
}
