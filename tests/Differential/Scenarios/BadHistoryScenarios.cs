namespace Differential.Scenarios;

/// <summary>Histories that no service can answer.</summary>
internal sealed class BadHistoryScenarios : ScenarioList
{
    private static readonly (string Name, Func<ChatMessageContent> Last)[] Messages =
    [
        ("a user message without items", static () => new(AuthorRole.User, new ChatMessageContentItemCollection())),
        ("a user message without text", static () => new(AuthorRole.User, (string?)null)),
        ("a user message of empty text", static () => new(AuthorRole.User, "")),
        ("an unknown role", static () => new(new AuthorRole("narrator"), "It was night.")),
        ("a tool message without a result", static () => new(AuthorRole.Tool, "42")),
        ("a tool message with an empty result", static () => new(AuthorRole.Tool, [new FunctionResultContent("F", "P", "c1", null)])),
        ("a result without a call id", static () => new(AuthorRole.Tool, [new FunctionResultContent("F", "P", null, "42")])),
        ("a result that no call asked for", static () => new(AuthorRole.Tool, [new FunctionResultContent("F", "P", "c9", "42")])),
        ("a result in a user message", static () => new(AuthorRole.User, [new FunctionResultContent("F", "P", "c1", "42")])),
        ("a call in a user message", static () => new(AuthorRole.User, [new FunctionCallContent("F", "P", "c1")])),
        ("an image without data", static () => new(AuthorRole.User, [new ImageContent()])),
        ("binary content without data", static () => new(AuthorRole.User, [new BinaryContent()])),
        ("binary content of an unknown type", static () => new(AuthorRole.User, [new BinaryContent(new byte[] { 1, 2, 3 }, "application/x-thing")])),
        ("a reference to a file", static () => new(AuthorRole.User, [new FileReferenceContent("file-1")])),
        ("audio without a type", static () => new(AuthorRole.User, [new AudioContent(new byte[] { 1, 2, 3 }, null)])),
    ];

    public BadHistoryScenarios()
        : base("errors")
    {
        foreach (var (name, last) in Messages)
        {
            AddBoth(name, async (app, streaming) =>
            {
                app.Script(Say.Text("Well."));
                var history = Say.User("hi");
                history.Add(last());
                await app.AskAsync(history, streaming);
            });
        }

        Add("a null history", static app => app.TryAsync("ask", () => app.Service.GetChatMessageContentsAsync((ChatHistory)null!, cancellationToken: app.Limit)));
        Add("a null history, streamed", static app => app.TryAsync("stream", async () =>
        {
            var stream = app.Service.GetStreamingChatMessageContentsAsync((ChatHistory)null!, cancellationToken: app.Limit);
            app.Note("made", true);
            await foreach (var chunk in stream)
            {
                app.Note("chunk", chunk.Content);
            }
        }));
        AddBoth("an empty history", static async (app, streaming) =>
        {
            app.Script(Say.Text("Well."));
            await app.AskAsync(new ChatHistory(), streaming);
        });
        AddBoth("an empty history with a system prompt in the settings", static async (app, streaming) =>
        {
            app.Script(Say.Text("Well."));
            await app.AskAsync(new ChatHistory(), streaming, new OpenAIPromptExecutionSettings { ChatSystemPrompt = "Be brief." });
        });
        AddBoth("a call that was never answered", static async (app, streaming) =>
        {
            app.Script(Say.Text("Well."));
            await app.AskAsync([new(AuthorRole.User, "hi"), new(AuthorRole.Assistant, [new FunctionCallContent("F", "P", "c1")]), new(AuthorRole.User, "and?")], streaming);
        });
    }
}
