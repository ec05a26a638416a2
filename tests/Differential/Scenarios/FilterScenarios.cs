namespace Differential.Scenarios;

/// <summary>Filters around calls that the connector runs by itself.</summary>
internal sealed class FilterScenarios : ScenarioList
{
    public FilterScenarios()
        : base("filters")
    {
        AddAutoFilters();
        AddTerminations();
    }

    /// <summary>Two calls in one response under one filter, then an answer, then what comes of the history.</summary>
    private void AddFilter(string name, Func<App, AutoFunctionInvocationContext, Func<AutoFunctionInvocationContext, Task>, Task> filter, OpenAIPromptExecutionSettings? settings = null) =>
        AddBoth(name, async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "P-F", """{"x":1}"""), ("c2", "P-F", """{"x":2}""")), Say.Text("done"));
            app.With("P", (int x) =>
            {
                app.Note("ran", x);
                return x * 10;
            });
            app.With(new InlineFilter((context, next) => filter(app, context, next))).WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, settings ?? Say.Auto);
        });

    private void AddAutoFilters()
    {
        AddBoth("three filters around each other", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
            app.With("P", () => app.Note("at", "function"));
            foreach (var name in new[] { "first", "second", "third" })
            {
                app.With(new InlineFilter(async (context, next) =>
                {
                    app.Note("at", $"before in {name}");
                    await next(context);
                    app.Note("at", $"after in {name}");
                }));
            }

            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("indexes over two rounds", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "P-F", "{}"), ("c2", "No-F", "{}"), ("c3", "P-F", "{}")), Say.Call("c4", "P-F"), Say.Text("done"));
            app.With("P", () => "fine").WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddFilter("another result", static async (_, context, next) =>
        {
            await next(context);
            context.Result = new FunctionResult(context.Result, new { Value = context.Result.GetValue<int>(), By = "filter" });
        });
        AddFilter("a function left out, with a result", static (_, context, _) =>
        {
            context.Result = new FunctionResult(context.Function, "from the cache");
            return Task.CompletedTask;
        });
        AddFilter("a function left out, without a result", static (_, _, _) => Task.CompletedTask);
        AddFilter("other arguments", static (_, context, next) =>
        {
            (context.Arguments!["x"], context.Arguments["y"]) = (7, "new");
            return next(context);
        });
        AddFilter("a throw before the function", static (_, _, _) => throw new InvalidOperationException("not allowed"));
        AddFilter("a throw after the function", static async (_, context, next) =>
        {
            await next(context);
            throw new InvalidOperationException("too late");
        });
        AddFilter("the function twice", static async (_, context, next) =>
        {
            await next(context);
            await next(context);
        });
        AddFilter("another context handed on", static (_, context, next) => next(new(context.Kernel, context.Function, context.Result, context.ChatHistory, context.ChatMessageContent)
        {
            Arguments = new() { ["x"] = 7 },
            ToolCallId = "other",
        }));
        AddFilter("a history with one message more", static async (_, context, next) =>
        {
            context.ChatHistory.Insert(0, new(AuthorRole.System, $"Call {context.FunctionSequenceIndex} is running."));
            await next(context);
        });
        AddFilter("a history that is cut", static async (_, context, next) =>
        {
            await next(context);
            if (context.FunctionSequenceIndex == 0)
            {
                context.ChatHistory.RemoveAt(0);
                context.ChatHistory.Insert(0, new(AuthorRole.User, "a summary"));
            }
        });
        AddFilter("settings that a filter changes", static async (_, context, next) =>
        {
            var settings = (OpenAIPromptExecutionSettings)context.ExecutionSettings!;
            (settings.Temperature, settings.MaxTokens) = (0.5, 50);
            await next(context);
        });
        AddFilter("functions that a filter takes away", static async (_, context, next) =>
        {
            await next(context);
            context.ExecutionSettings!.FunctionChoiceBehavior = FunctionChoiceBehavior.None();
        });
        AddFilter("a plugin that a filter adds", static async (_, context, next) =>
        {
            await next(context);
            if (context.FunctionSequenceIndex == 0)
            {
                context.Kernel.Plugins.AddFromFunctions("New", [KernelFunctionFactory.CreateFromMethod(() => "new", "F")]);
            }
        });
        AddFilter("the message as the stock connector's", static async (app, context, next) =>
        {
            app.Note("calls", (context.ChatMessageContent as OpenAIChatMessageContent)?.ToolCalls.Count);
            app.Note("id", context.ChatMessageContent.Metadata?.ContainsKey("Id"));
            app.Note("token", context.CancellationToken == app.Limit);
            await next(context);
        });
        AddBoth("an exception that a filter handles", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
            app.With("P", string () => throw new InvalidOperationException("boom")).With(new InlineFilter(async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (InvalidOperationException boom)
                {
                    context.Result = new FunctionResult(context.Result, $"handled {boom.Message}");
                }
            }));
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("a filter under base settings", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
            app.With("P", () => "fine").With(new InlineFilter(async (context, next) =>
            {
                app.Note("maxTokens", ((OpenAIPromptExecutionSettings)context.ExecutionSettings!).MaxTokens);
                await next(context);
            }));
            await app.AskAsync(Say.User("go"), streaming, new PromptExecutionSettings
            {
                FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
                ExtensionData = new Dictionary<string, object> { ["max_tokens"] = 30 },
            });
        });
    }

    private void AddTerminations()
    {
        AddFilter("an end before the function", static (_, context, next) =>
        {
            context.Terminate = true;
            return Task.CompletedTask;
        });
        AddFilter("an end after the first of two functions", static async (_, context, next) =>
        {
            await next(context);
            context.Terminate = true;
        });
        AddFilter("an end after the last function", static async (_, context, next) =>
        {
            await next(context);
            context.Terminate = context.FunctionSequenceIndex == context.FunctionCount - 1;
        });
        AddFilter(
            "an end after the first of two concurrent functions",
            static async (_, context, next) =>
            {
                await next(context);
                context.Terminate = context.FunctionSequenceIndex == 0;
            },
            Say.Concurrent);
        AddFilter("an end and a throw", static (_, context, _) =>
        {
            context.Terminate = true;
            throw new InvalidOperationException("stop");
        });
        AddFilter("an end with another result", static (_, context, _) =>
        {
            (context.Terminate, context.Result) = (true, new FunctionResult(context.Result, new[] { 1, 2 }));
            return Task.CompletedTask;
        });
        AddBoth("an end in the second round, then the next turn", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Call("c2", "P-F"), Say.Text("Hello again."));
            app.With("P", () => "fine").With(new InlineFilter(async (context, next) =>
            {
                await next(context);
                context.Terminate = context.RequestSequenceIndex == 1;
            }));
            var history = Say.User("go");
            await app.AskAsync(history, streaming, Say.Auto);
            history.AddUserMessage("and now?");
            await app.AskAsync(history, streaming, Say.Auto);
        });
    }
}
