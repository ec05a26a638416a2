namespace Differential.Scenarios;

/// <summary>An answer without tools.</summary>
internal sealed class PlainTextScenarios : ScenarioList
{
    public PlainTextScenarios()
        : base("text")
    {
        AddBoth("one answer", static async (app, streaming) =>
        {
            app.Script(Say.Text("Hello, you there."));
            await app.AskAsync(Say.User("hi"), streaming);
        });
        AddBoth("a conversation of three turns", static async (app, streaming) =>
        {
            app.Script(Say.Text("one"), Say.Text("two"), Say.Text("three"));
            var history = new ChatHistory("Be brief.");
            foreach (var question in new[] { "a", "b", "c" })
            {
                history.AddUserMessage(question);
                history.Add((await app.AskAsync(history, streaming))!);
            }
        });
        AddBoth("an empty answer", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Deltas(""));
            await app.AskAsync(Say.User("hi"), streaming);
        });
        AddBoth("a refusal", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Refusal("I cannot help with that."));
            await app.AskAsync(Say.User("hi"), streaming);
        });
        AddBoth("an answer cut by the limit", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Incomplete("Half an ans", "max_output_tokens"));
            await app.AskAsync(Say.User("hi"), streaming, new OpenAIPromptExecutionSettings { MaxTokens = 20 });
        });
        AddBoth("an answer cut by the content filter", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Incomplete("It begins with", "content_filter"));
            await app.AskAsync(Say.User("hi"), streaming);
        });
        AddBoth("text beyond ASCII", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Deltas("Grüße 😀", " 你好", "\n\t\"quoted\" \\ end"));
            await app.AskAsync(Say.User("Grüß 😀"), streaming);
        });
        AddBoth("whitespace alone", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Deltas(" ", "\n", "  "));
            await app.AskAsync([new(AuthorRole.User, " \n ")], streaming);
        });
        AddBoth("log probabilities", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Deltas("Yes", "."));
            await app.AskAsync(Say.User("Well?"), streaming, new OpenAIPromptExecutionSettings { Logprobs = true, TopLogprobs = 2 });
        });
        Add("usage that an application adds up", static async app =>
        {
            app.Script(Say.Text("one"), Say.Text("two and more"));
            var total = 0;
            foreach (var question in new[] { "a", "b" })
            {
                var answer = (await app.AskAsync(question))!;
                app.Note("count of metadata", answer.Metadata!.Count);
                total += ((OpenAI.Chat.ChatTokenUsage)answer.Metadata["Usage"]!).TotalTokenCount;
            }

            app.Note("tokens", total > 0);
        });
        Add("a single answer by the short form", static async app =>
        {
            app.Script(Say.Text("short"));
            app.Note("answer", (await app.Service.GetChatMessageContentAsync("hi", kernel: app.Kernel, cancellationToken: app.Limit)).ToString());
        });
        Add("no kernel and no settings", static async app =>
        {
            app.Script(Say.Text("bare"));
            var answers = await app.Service.GetChatMessageContentsAsync(Say.User("hi"), cancellationToken: app.Limit);
            app.Note("answer", answers[0].Content);
        });
        Add("a stream that is left after the first text", static async app =>
        {
            app.Script(ModelAnswer.Deltas("one", "two", "three"), Say.Text("next"));
            var history = Say.User("hi");
            await foreach (var chunk in app.Service.GetStreamingChatMessageContentsAsync(history, cancellationToken: app.Limit))
            {
                if (chunk.Content is { Length: > 0 } text)
                {
                    app.Note("first", text);
                    break;
                }
            }

            await app.AskAsync(history, streaming: true);
        });
        Add("one stream enumerated twice", static async app =>
        {
            app.Script(Say.Text("first"), Say.Text("second"));
            var stream = app.Service.GetStreamingChatMessageContentsAsync(Say.User("hi"), cancellationToken: app.Limit);
            for (var round = 0; round < 2; round++)
            {
                var text = "";
                await foreach (var chunk in stream)
                {
                    text += chunk.Content;
                }

                app.Note($"round {round}", text);
            }
        });
    }
}
