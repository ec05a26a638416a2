namespace Differential.Scenarios;

/// <summary>Histories that are stored, made by hand, or handed from one connector to another.</summary>
internal sealed class RoundTripScenarios : ScenarioList
{
    private static readonly (string Name, Func<ChatHistory> History)[] Rehydrated =
    [
        ("calls and results added by hand", static () =>
        [
            new(AuthorRole.User, "weather?"),
            new(AuthorRole.Assistant, [new TextContent("Let me see."), new FunctionCallContent("F", "P", "c1", new() { ["city"] = "Rome", ["days"] = 3 })]),
            new FunctionResultContent("F", "P", "c1", "rain").ToChatMessage(),
            new(AuthorRole.User, "and?"),
        ]),
        ("two calls, two results in one message", static () =>
        [
            new(AuthorRole.User, "weather?"),
            new(AuthorRole.Assistant, [new FunctionCallContent("F", "P", "c1"), new FunctionCallContent("F", null, "c2")]),
            new(AuthorRole.Tool, [new FunctionResultContent("F", "P", "c1", "rain"), new FunctionResultContent("F", null, "c2", new City("Oslo", 5))]),
            new(AuthorRole.User, "and?"),
        ]),
        ("a simulated call", static () =>
        [
            new(AuthorRole.User, "who am I?"),
            new(AuthorRole.Assistant, [new FunctionCallContent("get_user", "sim", "s1", new() { ["id"] = 7 })]),
            new(AuthorRole.Tool, [new FunctionResultContent("get_user", "sim", "s1", """{"name":"Ann"}""")]),
        ]),
        ("a result that is an exception", static () =>
        [
            new(AuthorRole.User, "weather?"),
            new(AuthorRole.Assistant, [new FunctionCallContent("F", "P", "c1")]),
            new(AuthorRole.Tool, [new FunctionResultContent("F", "P", "c1", new InvalidOperationException("boom"))]),
        ]),
        ("a tool message in the older form", static () =>
        [
            new(AuthorRole.User, "weather?"),
            new(AuthorRole.Assistant, [new FunctionCallContent("F", "P", "c1")]),
            new(AuthorRole.Tool, "rain", metadata: new Dictionary<string, object?> { [OpenAIChatMessageContent.ToolIdProperty] = "c1" }),
        ]),
        ("a refusal in the history", static () =>
            [new(AuthorRole.User, "hi"), new(AuthorRole.Assistant, (string?)null, metadata: new Dictionary<string, object?> { ["Refusal"] = "I cannot." }), new(AuthorRole.User, "and?")]),
        ("function names with odd characters", static () =>
        [
            new(AuthorRole.User, "weather?"),
            new(AuthorRole.Assistant, [new FunctionCallContent("get weather!", "my.plugin", "c1")]),
            new(AuthorRole.Tool, [new FunctionResultContent("get weather!", "my.plugin", "c1", "rain")]),
        ]),
    ];

    public RoundTripScenarios()
        : base("round trips")
    {
        foreach (var (name, history) in Rehydrated)
        {
            AddBoth(name, async (app, streaming) =>
            {
                app.Script(Say.Text("Well."));
                await app.AskAsync(history(), streaming);
            });
            Add($"{name}, from JSON", async app =>
            {
                app.Script(Say.Text("Well."));
                await app.TryAsync("ask", () => app.AskAsync(Stored(history())));
            });
        }

        AddBoth("a conversation stored as JSON", static async (app, streaming) =>
        {
            app.Script(Say.Text("one"), Say.Text("two"));
            await app.AskAsync(Stored(await TurnAsync(app, streaming)), streaming);
        });
        AddBoth("a conversation with a tool round stored as JSON", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "P-F", """{"city":"Rome","days":3}"""), ("c2", "P-F", """{"city":"Oslo","days":4.50}""")), Say.Text("one"), Say.Text("two"));
            app.With("P", static (string city, double days) => new City(city, (int)days));
            await app.AskAsync(Stored(await TurnAsync(app, streaming, Say.Auto)), streaming, Say.Auto);
        });
        AddBoth("a refusal stored as JSON", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Refusal("I cannot help with that."), Say.Text("two"));
            await app.AskAsync(Stored(await TurnAsync(app, streaming)), streaming);
        });
        AddBoth("a conversation goes back to the stock connector", static async (app, streaming) =>
        {
            app.Script(Say.Text("one"), Say.Text("two"));
            await app.AskAsync(StockKernel(app), await TurnAsync(app, streaming), streaming);
        });
        AddBoth("a tool round goes back to the stock connector", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "P-F", """{ "city": "Rome",  "days": 3.0 }"""), ("c2", "P-F", """{"days":4,"city":"Zürich"}""")), Say.Text("one"), Say.Text("two"));
            app.With("P", static (string city, double days) => $"{days} days of rain in {city}");
            await app.AskAsync(StockKernel(app), await TurnAsync(app, streaming, Say.Auto), streaming);
        });
        AddBoth("broken arguments go back to the stock connector", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F", "{broken"), Say.Text("one"), Say.Text("two"));
            app.With("P", static (string city) => city);
            await app.AskAsync(StockKernel(app), await TurnAsync(app, streaming, Say.Auto), streaming);
        });
        AddBoth("text beside a call goes back to the stock connector", static async (app, streaming) =>
        {
            app.Script(new ModelAnswer([.. Say.Text("Let me see.").Outputs, .. Say.Call("c1", "P-F").Outputs]), Say.Text("one"), Say.Text("two"));
            app.With("P", static () => "rain");
            await app.AskAsync(StockKernel(app), await TurnAsync(app, streaming, Say.Auto), streaming);
        });
        Add("a call that was not run goes back to the stock connector", static async app =>
        {
            app.Script(Say.Call("c1", "P-F", """{ "city": "Rome" }"""), Say.Text("two"));
            app.With("P", static (string city) => city);
            var history = await TurnAsync(app, streaming: false, Say.Manual);
            history.RemoveAt(history.Count - 1);
            foreach (var call in FunctionCallContent.GetFunctionCalls(history[^1]))
            {
                history.Add((await call.InvokeAsync(app.Kernel, app.Limit)).ToChatMessage());
            }

            await app.AskAsync(StockKernel(app), history, streaming: false);
        });
        AddBoth("a conversation comes from the stock connector", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F", """{ "city": "Rome" }"""), Say.Text("one"), Say.Text("two"));
            app.With("P", static (string city) => city);
            var stock = StockKernel(app);
            stock.Plugins.AddRange(app.Kernel.Plugins);
            var history = Say.User("hi");
            history.Add((await app.AskAsync(stock, history, streaming, Say.Auto))!);
            history.AddUserMessage("and?");
            await app.AskAsync(history, streaming, Say.Auto);
        });
        Add("a message stored alone", static async app =>
        {
            app.Script(Say.Text("one"), Say.Text("two"));
            var answer = await app.AskAsync("hi");
            var stored = JsonSerializer.Deserialize<ChatMessageContent>(JsonSerializer.Serialize(answer))!;
            await app.AskAsync([new(AuthorRole.User, "hi"), stored, new(AuthorRole.User, "and?")]);
        });
        Add("a stream of calls gathered into the history", static async app =>
        {
            app.Script(Say.Calls(("c1", "P-F", """{"city":"Rome"}"""), ("c2", "P-F", """{"city":"Oslo"}""")), Say.Text("two"));
            app.With("P", static (string city) => $"rain in {city}");
            var history = Say.User("weather?");
            var builder = new FunctionCallContentBuilder();
            await foreach (var chunk in app.Service.GetStreamingChatMessageContentsAsync(history, Say.Manual, app.Kernel, app.Limit))
            {
                builder.Append(chunk);
            }

            var message = new ChatMessageContent(AuthorRole.Assistant, content: null);
            history.Add(message);
            foreach (var call in builder.Build())
            {
                message.Items.Add(call);
                history.Add((await call.InvokeAsync(app.Kernel, app.Limit)).ToChatMessage());
            }

            await app.AskAsync(history, streaming: true, Say.Manual);
        });
    }

    /// <summary>One question and its answer, with the next question behind them.</summary>
    private static async Task<ChatHistory> TurnAsync(App app, bool streaming, PromptExecutionSettings? settings = null)
    {
        var history = Say.User("hi");
        history.Add((await app.AskAsync(history, streaming, settings))!);
        history.AddUserMessage("and?");
        return history;
    }

    private static ChatHistory Stored(ChatHistory history) => JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(history))!;

    /// <summary>The stock connector, whatever the application has beside it.</summary>
    private static Kernel StockKernel(App app) => Kernel.CreateBuilder().AddOpenAIChatCompletion(App.Model, app.Server.Endpoint, app.Server.ApiKey).Build();

    private sealed record City(string Name, int People);
}
