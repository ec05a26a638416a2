namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>
/// Calls the service as Semantic Kernel's ChatCompletionAgent does: a fresh history of instructions and thread for each turn, the
/// agent's name on every message, and whatever the connector appended taken over when an answer or a chunk arrives.
/// </summary>
internal sealed class AgentLikeCaller(Harness harness, PromptExecutionSettings settings, bool streaming)
{
    public const string Name = "Weather man";

    /// <summary>What the agent remembers between turns.</summary>
    public ChatHistory Thread { get; } = [];

    /// <summary>How many messages were taken over at once, and with which text that was noticed.</summary>
    public List<(int Messages, string? Text)> Taken { get; } = [];

    /// <summary>What was handed to the agent's own caller.</summary>
    public List<ChatMessageContent> Answers { get; } = [];

    public async Task SayAsync(string text)
    {
        Thread.AddUserMessage(text);
        var copy = new ChatHistory { new(AuthorRole.System, "Be brief.") { AuthorName = Name }, new(AuthorRole.System, "Only today.") { AuthorName = Name } };
        copy.AddRange(Thread);
        var known = copy.Count;
        if (streaming)
        {
            await StreamAsync(copy, TakeNew);
            return;
        }

        var answer = await harness.AskAsync(copy, settings);
        TakeNew(answer.Content);
        answer.AuthorName = Name;
        Answers.Add(answer);
        if (!answer.Items.Any(static item => item is FunctionCallContent or FunctionResultContent))
        {
            Thread.Add(answer);
        }

        void TakeNew(string? said)
        {
            if (known < copy.Count)
            {
                Taken.Add((copy.Count - known, said));
            }

            for (; known < copy.Count; known++)
            {
                copy[known].AuthorName = Name;
                Thread.Add(copy[known]);
            }
        }
    }

    private async Task StreamAsync(ChatHistory copy, Action<string?> takeNew)
    {
        var whole = "";
        AuthorRole? role = null;
        await foreach (var chunk in harness.Service.GetStreamingChatMessageContentsAsync(copy, settings, harness.Kernel, harness.Limit))
        {
            role = chunk.Role;
            whole += chunk.Content;
            takeNew(chunk.Content);
        }

        var answer = new ChatMessageContent(AuthorRole.Assistant, whole) { AuthorName = Name };
        Answers.Add(answer);
        if (role != AuthorRole.Tool)
        {
            Thread.Add(answer);
        }
    }
}
