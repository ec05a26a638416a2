namespace Differential.Scenarios;

/// <summary>Functions that the connector runs by itself.</summary>
internal sealed class ToolLoopScenarios : ScenarioList
{
    public ToolLoopScenarios()
        : base("tool loops")
    {
        AddBoth("one call", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F", """{"city":"Rome"}"""), Say.Text("Rain."));
            app.With("P", (string city) => $"rain in {city}").WatchFilters();
            await app.AskAsync(Say.User("weather?"), streaming, Say.Auto);
        });
        AddBoth("two calls one after the other", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "P-F", """{"city":"Rome"}"""), ("c2", "P-F", """{"city":"Oslo"}""")), Say.Text("Rain."));
            app.With("P", (string city) => $"rain in {city}").WatchFilters();
            await app.AskAsync(Say.User("weather?"), streaming, Say.Auto);
        });
        AddBoth("mixed outcomes", static async (app, streaming) =>
        {
            app.Script(
                Say.Calls(("c1", "P-F", "{broken"), ("c2", "P-Invented", "{}"), ("c3", "T-F", "{}"), ("c4", "N-F", "{}"), ("c5", "V-F", "{}")),
                Say.Text("done"));
            app.With("P", (string city) => city).With("T", string () => throw new InvalidOperationException("boom")).With("N", () => 42).With("V", () => { });
            app.WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("three rounds, then the next turn", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Call("c2", "Q-F"), Say.Call("c3", "P-F"), Say.Text("Now 3."), Say.Text("You are welcome."));
            var count = 0;
            app.With("P", () => ++count).With("Q", () => ++count).WatchFilters();
            var history = Say.User("count");
            history.Add((await app.AskAsync(history, streaming, Say.Auto))!);
            history.AddUserMessage("thanks");
            await app.AskAsync(history, streaming, Say.Auto);
        });
        AddBoth("concurrent calls, the second ends first", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "Slow-F", "{}"), ("c2", "Fast-F", "{}")), Say.Text("done"));
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            app.With("Slow", async () =>
            {
                await ended.Task;
                return "slow";
            });
            app.With("Fast", () => "fast").With(new InlineFilter(async (context, next) =>
            {
                await next(context);
                app.Note("ended", context.Function.PluginName);
                if (context.Function.PluginName == "Fast")
                {
                    ended.SetResult();
                }
            }));
            await app.AskAsync(Say.User("race"), streaming, Say.Concurrent);
        });
        AddBoth("concurrent calls, some that cannot run", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "P-F", "{}"), ("c2", "No-F", "{}"), ("c3", "T-F", "{}"), ("c4", "P-F", "[")), Say.Text("done"));
            app.With("P", () => "fine").With("T", string () => throw new InvalidOperationException("boom")).WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, Say.Concurrent);
        });
        AddBoth("concurrent allowed, a single call", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
            app.With("P", () => "alone").WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, Say.Concurrent);
        });
        AddBoth("text beside a call", static async (app, streaming) =>
        {
            app.Script(new ModelAnswer([new ModelOutput.Text(["Let me ", "look."]), new ModelOutput.Call("P-F", "{}", "c1")]), Say.Text("Found."));
            app.With("P", () => "it").WatchFilters();
            await app.AskAsync(Say.User("find"), streaming, Say.Auto);
        });
        AddBoth("the same call in two rounds under one id", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Call("c1", "P-F"), Say.Text("done"));
            var count = 0;
            app.With("P", () => ++count);
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("two calls of a response under one id", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "P-F", """{"x":1}"""), ("c1", "P-F", """{"x":2}""")), Say.Text("done"));
            app.With("P", (int x) => x * 10).WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("calls in an answer cut by the limit", static async (app, streaming) =>
        {
            app.Script(new([new ModelOutput.Call("P-F", """{"x":1}""", "c1")], new AnswerEnding.Incomplete("max_output_tokens") { BetweenItems = true }), Say.Text("done"));
            app.With("P", (int x) => x).WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("half a call in an answer cut by the content filter", static async (app, streaming) =>
        {
            app.Script(new([new ModelOutput.Call("P-F", """{"x":""", "c1")], new AnswerEnding.Incomplete("content_filter")), Say.Text("done"));
            app.With("P", (int x) => x);
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("a refusal behind a round", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), ModelAnswer.Refusal("I must not tell."));
            app.With("P", () => "secret");
            await app.AskAsync(Say.User("tell"), streaming, Say.Auto);
        });
        AddBoth("an error behind a round, then once more", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), ModelAnswer.Error(500, "server_error", "Sorry."), Say.Text("done"));
            app.With("P", () => "once");
            var history = Say.User("go");
            await app.AskAsync(history, streaming, Say.Auto);
            await app.AskAsync(history, streaming, Say.Auto);
        });
        AddBoth("the 128th round", static (app, streaming) => AskForEverAsync(app, streaming, Say.Auto));
        AddBoth("calls that the application runs", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "P-F", """{"city":"Rome"}"""), ("c2", "P-Invented", "{}"), ("c3", "P-F", "{")), Say.Text("Rain."));
            app.With("P", (string city) => new[] { "rain", city });
            var history = Say.User("weather?");
            if (streaming)
            {
                var calls = new FunctionCallContentBuilder();
                await foreach (var chunk in app.Service.GetStreamingChatMessageContentsAsync(history, Say.Manual, app.Kernel, app.Limit))
                {
                    calls.Append(chunk);
                }

                history.Add(new(AuthorRole.Assistant, [.. calls.Build()]));
            }
            else
            {
                history.Add((await app.AskAsync(history, Say.Manual))!);
            }

            foreach (var call in FunctionCallContent.GetFunctionCalls(history[^1]).ToList())
            {
                try
                {
                    history.Add((await call.InvokeAsync(app.Kernel, app.Limit)).ToChatMessage());
                }
                catch (Exception thrown)
                {
                    app.Note("threw", thrown.GetType());
                    history.Add(new FunctionResultContent(call, thrown).ToChatMessage());
                }
            }

            await app.AskAsync(history, streaming, Say.Manual);
        });
    }

    /// <summary>A model that calls every time, and a function that keeps the history short, since requests must not grow to the end.</summary>
    internal static async Task AskForEverAsync(App app, bool streaming, PromptExecutionSettings settings)
    {
        app.ComparesRequests = false;
        var (requests, run) = (0, 0);
        app.Script(_ => Say.Call($"c{++requests}", "P-F"), 130);
        var history = Say.User("for ever");
        app.With("P", () =>
        {
            for (; history.Count > 2; history.RemoveAt(1))
            {
            }

            return ++run;
        });
        if (streaming)
        {
            await app.TryAsync("call", async () => app.Note("calls", (await app.Service.GetStreamingChatMessageContentsAsync(history, settings, app.Kernel, app.Limit).ToListAsync(app.Limit))
                .SelectMany(static chunk => chunk.Items).OfType<StreamingFunctionCallUpdateContent>().Count(static call => call.CallId is not null)));
        }
        else
        {
            await app.AskAsync(history, settings);
        }

        app.Note("run", run);
        app.Note("requests", requests);
    }
}
