using System.ComponentModel;
using Differential.Observing;

namespace Differential.Scenarios;

/// <summary>What the model may call, by <see cref="FunctionChoiceBehavior"/>.</summary>
internal sealed class FunctionChoiceScenarios : ScenarioList
{
    public FunctionChoiceScenarios()
        : base("function choice")
    {
        AddKinds();
        AddOptions();
        AddFunctionsOfOtherPlaces();
        AddFromJson();
    }

    private enum Unit
    {
        Celsius,
        Fahrenheit,
    }

    private sealed record Order([property: Description("What it is called")] string Name, int Pieces, Unit? Scale, List<Order>? Parts = null);

    private static void AddTwo(App app) => app.With("P", (string city) => $"rain in {city}").With("Q", (int x) => x + 1);

    /// <summary>One question to a model that calls a function first.</summary>
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

    private static OpenAIPromptExecutionSettings By(FunctionChoiceBehavior behavior) => new() { FunctionChoiceBehavior = behavior };

    private void AddKinds()
    {
        AddAsked("auto, run by hand", static _ => By(FunctionChoiceBehavior.Auto(autoInvoke: false)));
        AddAsked("required", static _ => By(FunctionChoiceBehavior.Required()));
        AddAsked("required, run by hand", static _ => By(FunctionChoiceBehavior.Required(autoInvoke: false)));
        AddAsked("none, but the model calls", static _ => By(FunctionChoiceBehavior.None()));
        AddAsked("no behavior, but the model calls", static _ => new OpenAIPromptExecutionSettings());
        AddAsked("some of the functions", static app => By(FunctionChoiceBehavior.Auto([app.Kernel.Plugins["P"]["F"]])));
        AddAsked("required, one of the functions", static app => By(FunctionChoiceBehavior.Required([app.Kernel.Plugins["Q"]["F"]])));
        AddAsked("none, one of the functions", static app => By(FunctionChoiceBehavior.None([app.Kernel.Plugins["Q"]["F"]])));
        AddAsked("one function twice in the list", static app => By(FunctionChoiceBehavior.Auto([app.Kernel.Plugins["P"]["F"], app.Kernel.Plugins["P"]["F"]])));
        AddAsked("an empty list", static _ => By(FunctionChoiceBehavior.Auto([])));
        AddAsked("required, an empty list", static _ => By(FunctionChoiceBehavior.Required([])));
        AddAsked("a kernel without functions", static _ => By(FunctionChoiceBehavior.Auto()), withFunctions: false);
        AddAsked("required in a kernel without functions", static _ => By(FunctionChoiceBehavior.Required()), withFunctions: false);
        AddAsked("base settings", static _ => new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() });
        AddBoth("required, and the model calls again", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "Q-F", """{"x":1}"""), Say.Call("c2", "Q-F", """{"x":2}"""), Say.Text("done"));
            AddTwo(app);
            await app.AskAsync(Say.User("go"), streaming, By(FunctionChoiceBehavior.Required()));
        });
        AddBoth("one behavior for two questions, frozen", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "Q-F", """{"x":1}"""), Say.Text("done"), Say.Call("c2", "Q-F", """{"x":2}"""), Say.Text("done"));
            AddTwo(app);
            var settings = By(FunctionChoiceBehavior.Required());
            settings.Freeze();
            await app.AskAsync(Say.User("one"), streaming, settings);
            await app.AskAsync(Say.User("two"), streaming, settings);
        });
    }

    private void AddOptions()
    {
        AddAsked("parallel calls allowed", static _ => By(FunctionChoiceBehavior.Auto(options: new() { AllowParallelCalls = true })));
        AddAsked("parallel calls forbidden", static _ => By(FunctionChoiceBehavior.Required(options: new() { AllowParallelCalls = false })));
        AddAsked("concurrent and parallel", static _ => By(FunctionChoiceBehavior.Auto(options: new() { AllowConcurrentInvocation = true, AllowParallelCalls = true })));
        AddAsked("types of arguments kept", static _ => By(FunctionChoiceBehavior.Auto(options: new() { RetainArgumentTypes = true })));
        AddAsked("types of arguments kept, run by hand", static _ => By(FunctionChoiceBehavior.Auto(autoInvoke: false, options: new() { RetainArgumentTypes = true })));
        AddAsked("options of none", static _ => By(FunctionChoiceBehavior.None(options: new() { AllowParallelCalls = true, AllowStrictSchemaAdherence = true })));
        AddSchema("schemas", null);
        AddSchema("strict schemas", new() { AllowStrictSchemaAdherence = true });
        AddBoth("kept types of nested arguments", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F", """{"a":1,"b":2.5,"c":true,"d":null,"e":[1,"x"],"f":{"g":{}},"h":"1"}"""), Say.Text("done"));
            app.With("P", (KernelArguments arguments) => arguments.Count).WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, By(FunctionChoiceBehavior.Auto(options: new() { RetainArgumentTypes = true })));
        });
    }

    /// <summary>Every kind of parameter that makes a schema of its own.</summary>
    private void AddSchema(string name, FunctionChoiceBehaviorOptions? options) => Add(name, async app =>
    {
        app.Script(Say.Text("done"));
        app.With("Orders", ([Description("The order")] Order order, Unit scale, DateTimeOffset? on, Uri? at, string note = "-", Dictionary<string, int>? stock = null) => note);
        app.With("Empty", () => { });
        app.With("Bytes", (byte[] data, Guid id, object anything, JsonElement json, int? count = null) => data.Length);
        await app.AskAsync(Say.User("go"), By(FunctionChoiceBehavior.Auto(options: options)));
    });

    private void AddFunctionsOfOtherPlaces()
    {
        AddAsked("a function that is not in the kernel", static _ => By(FunctionChoiceBehavior.Auto([KernelFunctionFactory.CreateFromMethod(() => "loose", "Loose")])));
        AddAsked("a function that is not in the kernel, run by hand", static _ => By(FunctionChoiceBehavior.Auto([KernelFunctionFactory.CreateFromMethod(() => "loose", "Loose")], autoInvoke: false)));
        AddAsked("required, a function that is not in the kernel", static _ => By(FunctionChoiceBehavior.Required([KernelFunctionFactory.CreateFromMethod(() => "loose", "Loose")])));
        AddAsked("a function of another kernel under the same name", static _ =>
            By(FunctionChoiceBehavior.Auto([.. KernelPluginFactory.CreateFromFunctions("P", [KernelFunctionFactory.CreateFromMethod((string city, int days) => "other", "F", "Another one.")])])));
        AddWithoutKernel("no kernel", static loose => FunctionChoiceBehavior.Auto(loose));
        AddWithoutKernel("no kernel, no list", static _ => FunctionChoiceBehavior.Auto());
        AddWithoutKernel("no kernel, run by hand", static loose => FunctionChoiceBehavior.Auto(loose, autoInvoke: false));
        AddWithoutKernel("no kernel, required", static loose => FunctionChoiceBehavior.Required(loose));
        AddWithoutKernel("no kernel, required, run by hand", static loose => FunctionChoiceBehavior.Required(loose, autoInvoke: false));
        AddWithoutKernel("no kernel, none", static loose => FunctionChoiceBehavior.None(loose));
    }

    private void AddWithoutKernel(string name, Func<IReadOnlyList<KernelFunction>, FunctionChoiceBehavior> behavior) => AddBoth(name, async (app, streaming) =>
    {
        app.Script(Say.Call("c1", "Loose", "{}"), Say.Text("done"));
        var settings = By(behavior([KernelFunctionFactory.CreateFromMethod(() => "loose", "Loose", "Belongs to no kernel.")]));
        var history = Say.User("go");
        await app.TryAsync("call", async () =>
        {
            if (streaming)
            {
                await foreach (var chunk in app.Service.GetStreamingChatMessageContentsAsync(history, settings, cancellationToken: app.Limit))
                {
                    app.Note("chunk", chunk.ToString());
                }
            }
            else
            {
                MessageDump.Write(app.Seen, "answer", await app.Service.GetChatMessageContentAsync(history, settings, cancellationToken: app.Limit));
            }
        });
        MessageDump.Write(app.Seen, "history", history);
    });

    private void AddFromJson()
    {
        AddJson("JSON: auto", """{"type":"auto"}""");
        AddJson("JSON: auto with functions and options", """{"type":"auto","functions":["Q.F"],"options":{"allow_parallel_calls":false,"allow_concurrent_invocation":true,"allow_strict_schema_adherence":true}}""");
        AddJson("JSON: required with a function", """{"type":"required","functions":["P.F"]}""");
        AddJson("JSON: none", """{"type":"none"}""");
        AddJson("JSON: a function that does not exist", """{"type":"auto","functions":["P.Missing"]}""");
        AddJson("JSON: an empty list", """{"type":"auto","functions":[]}""");
        Add("a prompt with the behavior in its settings", static async app =>
        {
            app.Script(Say.Call("c1", "P-F", """{"city":"Rome"}"""), Say.Text("done"));
            AddTwo(app);
            app.WatchFilters();
            var prompt = KernelFunctionFactory.CreateFromPrompt(PromptTemplateConfig.FromJson(
                """{"template":"Weather in {{$city}}?","execution_settings":{"default":{"temperature":0.5,"function_choice_behavior":{"type":"auto","functions":["P.F"]}}}}"""));
            app.Note("answer", (await app.Kernel.InvokeAsync(prompt, new() { ["city"] = "Rome" }, app.Limit)).ToString());
        });
    }

    private void AddJson(string name, string behavior)
    {
        AddAsked(name, _ => JsonSerializer.Deserialize<OpenAIPromptExecutionSettings>($$"""{"function_choice_behavior":{{behavior}}}""")!);
        AddAsked($"{name}, base settings", _ => JsonSerializer.Deserialize<PromptExecutionSettings>($$"""{"function_choice_behavior":{{behavior}},"max_tokens":40}""")!);
    }
}
