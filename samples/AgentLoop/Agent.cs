using System.Text;

namespace AgentLoop;

/// <summary>The agent: one task, one history, and the kernel's tools until the task is done. Nothing here knows what carries it.</summary>
internal static class Agent
{
    private const string Instructions =
        "You explore a workspace with the tools you have and write a report about it. Read before you judge, quote what you read "
        + "literally with its file name, and call tools in parallel where one result does not depend on another.";

    private const string Task =
        "Explore the workspace: list its files, read the ones that explain what it is, search for what ties them together, and write "
        + "a report with literal quotations. Use at least twenty tool calls before you write it.";

    public static async Task<string> RunAsync(Kernel kernel, bool stream, CancellationToken cancellationToken)
    {
        var chat = kernel.GetRequiredService<IChatCompletionService>();
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowParallelCalls = true }) };
        var history = new ChatHistory(Instructions);
        history.AddUserMessage(Task);
        if (!stream)
        {
            return (await chat.GetChatMessageContentAsync(history, settings, kernel, cancellationToken)).Content ?? "";
        }

        var answer = new StringBuilder();
        await foreach (var chunk in chat.GetStreamingChatMessageContentsAsync(history, settings, kernel, cancellationToken))
        {
            answer.Append(chunk.Content);
        }

        return answer.ToString();
    }
}
