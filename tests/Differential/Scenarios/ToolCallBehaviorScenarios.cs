using Differential.Observing;

namespace Differential.Scenarios;

/// <summary>What the model may call, by the older <see cref="ToolCallBehavior"/>.</summary>
internal sealed class ToolCallBehaviorScenarios : ScenarioList
{
    public ToolCallBehaviorScenarios()
        : base("tool call behavior")
    {
        AddKinds();
        AddLists();
        AddLoops();
    }

    private static OpenAIPromptExecutionSettings By(ToolCallBehavior? behavior) => new() { ToolCallBehavior = behavior };

    private static void AddTwo(App app) => app.With("P", (string city) => $"rain in {city}").With("Q", (int x) => x + 1);

    private static OpenAIFunction Of(App app, string plugin) => app.Kernel.Plugins[plugin]["F"].Metadata.ToOpenAIFunction();

    private static OpenAIFunction Loose => KernelFunctionFactory.CreateFromMethod((int x) => x, "Loose", "In no kernel.").Metadata.ToOpenAIFunction();

    /// <summary>One question to a model that calls two functions first.</summary>
    private void AddAsked(string name, Func<App, PromptExecutionSettings> settings, bool withFunctions = true) => AddBoth(name, async (app, streaming) =>
    {
        app.Script(Say.Calls(("c1", "P-F", """{"city":"Rome"}"""), ("c2", "Q-F", """{"x":1}""")), Say.Text("done"));
        if (withFunctions)
        {
            AddTwo(app);
        }

        app.WatchFilters();
        await app.AskAsync(Say.User("go"), streaming, settings(app));
    });

    private void AddKinds()
    {
        AddAsked("functions of the kernel, run by hand", static _ => By(ToolCallBehavior.EnableKernelFunctions));
        AddAsked("functions of the kernel", static _ => By(ToolCallBehavior.AutoInvokeKernelFunctions));
        AddAsked("a kernel without functions", static _ => By(ToolCallBehavior.AutoInvokeKernelFunctions), withFunctions: false);
        AddAsked("no behavior", static _ => By(null));
        AddAsked("together with a function choice", static _ => new OpenAIPromptExecutionSettings { ToolCallBehavior = ToolCallBehavior.AutoInvokeKernelFunctions, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() });
        AddAsked("together with a function choice of none", static _ => new OpenAIPromptExecutionSettings { ToolCallBehavior = ToolCallBehavior.EnableKernelFunctions, FunctionChoiceBehavior = FunctionChoiceBehavior.None() });
        AddAsked("a clone of the settings", static _ => By(ToolCallBehavior.AutoInvokeKernelFunctions).Clone());
        AddWithoutKernel("no kernel", static () => ToolCallBehavior.AutoInvokeKernelFunctions);
        AddWithoutKernel("no kernel, run by hand", static () => ToolCallBehavior.EnableKernelFunctions);
        AddWithoutKernel("no kernel, a list", static () => ToolCallBehavior.EnableFunctions([Loose], autoInvoke: true));
        AddWithoutKernel("no kernel, a list run by hand", static () => ToolCallBehavior.EnableFunctions([Loose]));
        AddWithoutKernel("no kernel, a function required", static () => ToolCallBehavior.RequireFunction(Loose, autoInvoke: true));
        AddWithoutKernel("no kernel, a function required and run by hand", static () => ToolCallBehavior.RequireFunction(Loose));
        Add("a prompt with the behavior in its settings", static async app =>
        {
            app.Script(Say.Call("c1", "P-F", """{"city":"Rome"}"""), Say.Text("done"));
            AddTwo(app);
            app.Note("answer", (await app.Kernel.InvokePromptAsync("weather?", new(By(ToolCallBehavior.AutoInvokeKernelFunctions)), cancellationToken: app.Limit)).ToString());
        });
    }

    private void AddLists()
    {
        AddAsked("a list, run by hand", static app => By(ToolCallBehavior.EnableFunctions([Of(app, "P"), Of(app, "Q")])));
        AddAsked("a list", static app => By(ToolCallBehavior.EnableFunctions([Of(app, "Q"), Of(app, "P")], autoInvoke: true)));
        AddAsked("a list without a function that the model calls", static app => By(ToolCallBehavior.EnableFunctions([Of(app, "Q")], autoInvoke: true)));
        AddAsked("an empty list", static _ => By(ToolCallBehavior.EnableFunctions([], autoInvoke: true)));
        AddAsked("an empty list, run by hand", static _ => By(ToolCallBehavior.EnableFunctions([])));
        AddAsked("a list with a function that is not in the kernel", static app => By(ToolCallBehavior.EnableFunctions([Of(app, "P"), Loose], autoInvoke: true)));
        AddAsked("a list with a function that is not in the kernel, run by hand", static app => By(ToolCallBehavior.EnableFunctions([Of(app, "P"), Loose])));
        AddAsked("one function twice in a list", static app => By(ToolCallBehavior.EnableFunctions([Of(app, "P"), Of(app, "P")], autoInvoke: true)));
        AddAsked("two functions of one name in a list", static app =>
            By(ToolCallBehavior.EnableFunctions([Of(app, "P"), KernelFunctionFactory.CreateFromMethod((int days) => days, "P-F", "Has no plugin.").Metadata.ToOpenAIFunction()])));
        AddAsked("a function required", static app => By(ToolCallBehavior.RequireFunction(Of(app, "P"), autoInvoke: true)));
        AddAsked("a function required, run by hand", static app => By(ToolCallBehavior.RequireFunction(Of(app, "P"))));
        AddAsked("a function required that is not in the kernel", static _ => By(ToolCallBehavior.RequireFunction(Loose, autoInvoke: true)));
        AddAsked("a function required that is not in the kernel, run by hand", static _ => By(ToolCallBehavior.RequireFunction(Loose)));
    }

    private void AddLoops()
    {
        AddBoth("three rounds of kernel functions", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "Q-F", """{"x":1}"""), Say.Call("c2", "Q-F", """{"x":2}"""), Say.Call("c3", "Q-F", "{"), Say.Text("done"));
            AddTwo(app);
            app.WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, By(ToolCallBehavior.AutoInvokeKernelFunctions));
        });
        AddBoth("a required function called again", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "Q-F", """{"x":1}"""), Say.Call("c2", "Q-F", """{"x":2}"""), Say.Text("done"));
            AddTwo(app);
            await app.AskAsync(Say.User("go"), streaming, By(ToolCallBehavior.RequireFunction(Of(app, "Q"), autoInvoke: true)));
        });
        AddBoth("ended by a filter", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "Q-F", """{"x":1}"""), ("c2", "Q-F", """{"x":2}""")));
            AddTwo(app);
            app.With(new InlineFilter(async (context, next) =>
            {
                await next(context);
                context.Terminate = true;
            }));
            await app.AskAsync(Say.User("go"), streaming, By(ToolCallBehavior.AutoInvokeKernelFunctions));
        });
        AddBoth("a function adds functions", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Call("c2", "New-F"), Say.Text("done"));
            app.With("P", (Kernel kernel) => kernel.Plugins.AddFromFunctions("New", [KernelFunctionFactory.CreateFromMethod(() => "new", "F")]).Name);
            await app.AskAsync(Say.User("go"), streaming, By(ToolCallBehavior.AutoInvokeKernelFunctions));
        });
        AddBoth("the 128th round", static (app, streaming) => ToolLoopScenarios.AskForEverAsync(app, streaming, By(ToolCallBehavior.AutoInvokeKernelFunctions)));
        Add("a loop of the application, by the stock connector's own types", static async app =>
        {
            app.Script(Say.Call("c1", "P-F", """{"city":"Rome"}"""), Say.Text("Rain."));
            AddTwo(app);
            var history = Say.User("weather?");
            var answer = (OpenAIChatMessageContent)(await app.AskAsync(history, By(ToolCallBehavior.EnableKernelFunctions)))!;
            history.Add(answer);
            foreach (var call in answer.GetOpenAIFunctionToolCalls())
            {
                app.Note("call", $"{call.Id} {call.PluginName} {call.FunctionName} {call.FullyQualifiedName}");
                app.Kernel.Plugins.TryGetFunctionAndArguments(call, out var function, out var arguments);
                var result = await app.Kernel.InvokeAsync(function!, arguments, app.Limit);
                history.Add(new(AuthorRole.Tool, result.ToString(), metadata: new Dictionary<string, object?> { [OpenAIChatMessageContent.ToolIdProperty] = call.Id }));
            }

            await app.AskAsync(history, By(ToolCallBehavior.EnableKernelFunctions));
        });
    }

    private void AddWithoutKernel(string name, Func<ToolCallBehavior> behavior) => AddBoth(name, async (app, streaming) =>
    {
        app.Script(Say.Call("c1", "Loose", """{"x":1}"""), Say.Text("done"));
        var history = Say.User("go");
        await app.TryAsync("call", async () =>
        {
            if (streaming)
            {
                await foreach (var chunk in app.Service.GetStreamingChatMessageContentsAsync(history, By(behavior()), cancellationToken: app.Limit))
                {
                    app.Note("chunk", chunk.ToString());
                }
            }
            else
            {
                MessageDump.Write(app.Seen, "answer", await app.Service.GetChatMessageContentAsync(history, By(behavior()), cancellationToken: app.Limit));
            }
        });
    });
}
