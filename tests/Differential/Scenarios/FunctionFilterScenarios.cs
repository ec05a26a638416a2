using Microsoft.Extensions.DependencyInjection;

namespace Differential.Scenarios;

/// <summary>Filters around functions and prompts, and all kinds together.</summary>
internal sealed class FunctionFilterScenarios : ScenarioList
{
    public FunctionFilterScenarios()
        : base("filters")
    {
        AddBoth("all kinds of filters around a prompt function that is called", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-Joke", """{"topic":"cats"}"""), Say.Text("Miaow."), Say.Text("done"));
            app.With("P", KernelFunctionFactory.CreateFromPrompt("A joke on {{$topic}}", functionName: "Joke"));
            app.With(new InlineFilter(async (context, next) => await Around("call", context.Function, context.IsStreaming, () => next(context))));
            app.Kernel.FunctionInvocationFilters.Add(new InlineFunctionFilter(async (context, next) => await Around("function", context.Function, context.IsStreaming, () => next(context))));
            app.Kernel.PromptRenderFilters.Add(new InlinePromptFilter(async (context, next) => await Around("prompt", context.Function, context.IsStreaming, () => next(context))));
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);

            async Task Around(string kind, KernelFunction function, bool isStreaming, Func<Task> next)
            {
                app.Note("before", $"{kind} {function.Name} {isStreaming}");
                await next();
                app.Note("after", $"{kind} {function.Name}");
            }
        });
        AddFunctionFilter("another result of a function filter", static async (context, next) =>
        {
            await next(context);
            context.Result = new FunctionResult(context.Result, "by the filter");
        });
        AddFunctionFilter("a function filter that throws", static (_, _) => throw new InvalidOperationException("no"));
        AddFunctionFilter("a function filter that leaves the function out", static (_, _) => Task.CompletedTask);
        AddFunctionFilter("a function filter that changes the arguments", static (context, next) =>
        {
            context.Arguments["x"] = 7;
            return next(context);
        });
        AddPrompt("a prompt that a filter changes", static async (context, next) =>
        {
            await next(context);
            context.RenderedPrompt += " in one word";
        });
        AddPrompt("a prompt that a filter answers", static async (context, next) =>
        {
            await next(context);
            context.Result = new FunctionResult(context.Function, "from the cache");
        });
        AddPrompt("settings in a prompt filter", static async (context, next) =>
        {
            await next(context);
            ((OpenAIPromptExecutionSettings)context.ExecutionSettings!).MaxTokens = 33;
        });
        AddBoth("a filter of the container and one of the kernel", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
            var kernel = app.NewKernel(builder => builder.Services.AddSingleton<IAutoFunctionInvocationFilter>(Noted("container")));
            kernel.Plugins.AddFromFunctions("P", [KernelFunctionFactory.CreateFromMethod(() => "fine", "F")]);
            kernel.AutoFunctionInvocationFilters.Add(Noted("kernel"));
            kernel.AutoFunctionInvocationFilters.Insert(0, Noted("kernel, in front"));
            await (streaming ? app.StreamAsync(Say.User("go"), Say.Auto, kernel: kernel) : app.AskAsync(Say.User("go"), Say.Auto, kernel: kernel));

            InlineFilter Noted(string name) => new(async (context, next) =>
            {
                app.Note("before", name);
                await next(context);
            });
        });
        Add("a function filter around a prompt", static async app =>
        {
            app.Script(Say.Text("Miaow."));
            app.Kernel.FunctionInvocationFilters.Add(new InlineFunctionFilter(async (context, next) =>
            {
                await next(context);
                app.Note("value", context.Result.GetValue<object>()?.GetType());
                app.Note("text", context.Result.ToString());
                app.Note("keys", string.Join(", ", context.Result.Metadata!.Keys.Order(StringComparer.Ordinal)));
                app.Note("usage", context.Result.Metadata["Usage"]);
            }));
            app.Note("result", (await app.Kernel.InvokePromptAsync("A joke", cancellationToken: app.Limit)).ToString());
        });
    }

    private void AddFunctionFilter(string name, Func<FunctionInvocationContext, Func<FunctionInvocationContext, Task>, Task> filter) => AddBoth(name, async (app, streaming) =>
    {
        app.Script(Say.Call("c1", "P-F", """{"x":1}"""), Say.Text("done"));
        app.With("P", (int x) => x * 10).WatchFilters();
        app.Kernel.FunctionInvocationFilters.Add(new InlineFunctionFilter(filter));
        await app.AskAsync(Say.User("go"), streaming, Say.Auto);
    });

    private void AddPrompt(string name, Func<PromptRenderContext, Func<PromptRenderContext, Task>, Task> filter) => AddBoth(name, async (app, streaming) =>
    {
        app.Script(Say.Text("Miaow."));
        app.Kernel.PromptRenderFilters.Add(new InlinePromptFilter(filter));
        var arguments = new KernelArguments(new OpenAIPromptExecutionSettings()) { ["topic"] = "cats" };
        if (!streaming)
        {
            app.Note("result", (await app.Kernel.InvokePromptAsync("A joke on {{$topic}}", arguments, cancellationToken: app.Limit)).ToString());
            return;
        }

        await app.TryAsync("prompt", async () =>
        {
            await foreach (var chunk in app.Kernel.InvokePromptStreamingAsync<string>("A joke on {{$topic}}", arguments, cancellationToken: app.Limit))
            {
                app.Note("chunk", chunk);
            }
        });
    });
}
