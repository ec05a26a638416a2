namespace Differential.Scenarios;

/// <summary>Histories that are made shorter, or edited, between two questions.</summary>
internal sealed class ReducerScenarios : ScenarioList
{
    private static readonly (string Name, Action<ChatHistory> Edit)[] Edits =
    [
        ("the first pair removed", static history => history.RemoveRange(1, 2)),
        ("the last answer removed", static history => history.RemoveAt(history.Count - 1)),
        ("a message inserted", static history => history.Insert(1, new(AuthorRole.User, "By the way."))),
        ("the last answer replaced", static history => history[^1] = new(AuthorRole.Assistant, "I take it back.")),
        ("the text of an answer changed in place", static history => history[^1].Content = "I take it back."),
        ("an item added to an answer", static history => history[^1].Items.Add(new TextContent(" And more."))),
        ("the system prompt changed", static history => history[0] = new(AuthorRole.System, "Be long.")),
        ("everything cleared", static history => history.Clear()),
        ("the order turned round", TurnRound),
    ];

    public ReducerScenarios()
        : base("reducers")
    {
        foreach (var (name, edit) in Edits)
        {
            AddBoth(name, async (app, streaming) =>
            {
                app.Script(Say.Text("one"), Say.Text("two"), Say.Text("three"));
                var history = await TwoTurnsAsync(app, streaming);
                edit(history);
                history.AddUserMessage("and now?");
                await app.AskAsync(history, streaming);
            });
        }

        AddBoth("truncation, in place", static async (app, streaming) =>
        {
            app.Script(Say.Text("one"), Say.Text("two"), Say.Text("three"));
            var history = await TwoTurnsAsync(app, streaming);
            app.Note("reduced", await history.ReduceInPlaceAsync(new ChatHistoryTruncationReducer(2), app.Limit));
            history.AddUserMessage("and now?");
            await app.AskAsync(history, streaming);
        });
        AddBoth("truncation that keeps calls with their results", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("one"), Say.Text("two"));
            app.With("P", static () => "rain");
            var history = new ChatHistory("Be brief.");
            history.AddUserMessage("weather?");
            history.Add((await app.AskAsync(history, streaming, Say.Auto))!);
            history.AddUserMessage("and now?");
            app.Note("reduced", await history.ReduceInPlaceAsync(new ChatHistoryTruncationReducer(3), app.Limit));
            await app.AskAsync(history, streaming, Say.Auto);
        });
        AddBoth("a summary made by the connector itself", static async (app, streaming) =>
        {
            app.Script(Say.Text("one"), Say.Text("two"), Say.Text("They greeted each other."), Say.Text("three"));
            var history = await TwoTurnsAsync(app, streaming);
            app.Note("reduced", await history.ReduceInPlaceAsync(new ChatHistorySummarizationReducer(app.Service, 2), app.Limit));
            history.AddUserMessage("and now?");
            await app.AskAsync(history, streaming);
        });
        Add("a summary that fails", static async app =>
        {
            app.Script(Say.Text("one"), Say.Text("two"), ModelAnswer.Error(EmulatedErrors.ServerError));
            var history = await TwoTurnsAsync(app, streaming: false);
            var reducer = new ChatHistorySummarizationReducer(app.Service, 2) { FailOnError = true };
            await app.TryAsync("reduce", () => history.ReduceInPlaceAsync(reducer, app.Limit));
            app.Note("left", history.Count);
        });
        AddBoth("a reducer of the application", static async (app, streaming) =>
        {
            app.Script(Say.Text("one"), Say.Text("two"), Say.Text("three"));
            var history = await TwoTurnsAsync(app, streaming);
            app.Note("reduced", await history.ReduceInPlaceAsync(new LastQuestions(), app.Limit));
            history.AddUserMessage("and now?");
            await app.AskAsync(history, streaming);
        });
        AddBoth("a filter that shortens the history between two rounds", static async (app, streaming) =>
        {
            app.Script(Say.Text("one"), Say.Text("two"), Say.Call("c1", "P-F"), Say.Text("three"));
            var history = await TwoTurnsAsync(app, streaming);
            history.AddUserMessage("weather?");
            app.With("P", static () => "rain").With(new InlineFilter(static async (context, next) =>
            {
                await next(context);
                context.ChatHistory.RemoveRange(1, 4);
            }));
            await app.AskAsync(history, streaming, Say.Auto);
        });
    }

    private static async Task<ChatHistory> TwoTurnsAsync(App app, bool streaming)
    {
        var history = new ChatHistory("Be brief.");
        foreach (var question in new[] { "a", "b" })
        {
            history.AddUserMessage(question);
            history.Add((await app.AskAsync(history, streaming))!);
        }

        return history;
    }

    private static void TurnRound(ChatHistory history)
    {
        var messages = history.ToList();
        history.Clear();
        history.AddRange(Enumerable.Reverse(messages));
    }

    private sealed class LastQuestions : IChatHistoryReducer
    {
        public Task<IEnumerable<ChatMessageContent>?> ReduceAsync(IReadOnlyList<ChatMessageContent> chatHistory, CancellationToken cancellationToken = default) =>
            Task.FromResult<IEnumerable<ChatMessageContent>?>([.. chatHistory.Where(static message => message.Role == AuthorRole.User)]);
    }
}
