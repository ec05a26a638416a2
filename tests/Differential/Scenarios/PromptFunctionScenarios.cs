using Differential.Observing;

namespace Differential.Scenarios;

/// <summary>Prompt functions with settings of their own, with tools, and as tools.</summary>
internal sealed class PromptFunctionScenarios : ScenarioList
{
    private const string Config = """
        {
          "schema": 1, "name": "joke", "description": "Tells a joke.", "template": "Tell a joke about {{$topic}}.",
          "input_variables": [{ "name": "topic", "description": "What about.", "default": "cats" }],
          "execution_settings": {
            "default": { "temperature": 0.1, "max_tokens": 11 },
            "first": { "temperature": 0.2, "max_tokens": 22, "stop_sequences": ["X"] },
            "second": { "model_id": "gpt-6-second", "temperature": 0.3, "chat_system_prompt": "Be funny." }
          }
        }
        """;

    public PromptFunctionScenarios()
        : base("prompts")
    {
        AddBoth("a function read from JSON, default settings", (app, streaming) => InvokeConfigAsync(app, streaming, app.Kernel));
        AddBoth("settings by service id", (app, streaming) => InvokeConfigAsync(app, streaming, app.NewKernel(serviceId: "first")));
        AddBoth("settings by model id", (app, streaming) => InvokeConfigAsync(app, streaming, app.NewKernel(modelId: "gpt-6-second")));
        AddBoth("settings of the call instead of the function's", static async (app, streaming) =>
        {
            app.Script(Say.Text("Ha."));
            var function = KernelFunctionFactory.CreateFromPrompt(PromptTemplateConfig.FromJson(Config));
            await InvokeAsync(app, streaming, app.Kernel, function, new(new OpenAIPromptExecutionSettings { Temperature = 0.9, Seed = 7 }));
        });
        Add("settings for a service that is not there", static async app =>
        {
            app.Script(Say.Text("Ha."));
            var settings = new Dictionary<string, PromptExecutionSettings> { ["absent"] = new OpenAIPromptExecutionSettings { Temperature = 0.9 } };
            await app.TryAsync("invoke", () => app.Kernel.InvokePromptAsync("hi", new() { ExecutionSettings = settings }, cancellationToken: app.Limit));
        });
        AddBoth("a prompt function with tools", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F", """{"city":"Rome"}"""), Say.Text("Rain in Rome."));
            app.With("P", static (string city) => $"rain in {city}").WatchFilters();
            await InvokeAsync(app, streaming, app.Kernel, KernelFunctionFactory.CreateFromPrompt("Weather?", Say.Auto), []);
        });
        AddBoth("a prompt function with tools that it does not run", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F", """{"city":"Rome"}"""));
            app.With("P", static (string city) => $"rain in {city}");
            await InvokeAsync(app, streaming, app.Kernel, KernelFunctionFactory.CreateFromPrompt("Weather?", Say.Manual), []);
        });
        Add("text alone of a stream with tools", static async app =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("Rain in Rome."));
            app.With("P", static () => "rain");
            var text = "";
            await foreach (var piece in app.Kernel.InvokePromptStreamingAsync<string>("Weather?", new(Say.Auto), cancellationToken: app.Limit))
            {
                text += piece;
            }

            app.Note("text", text);
        });
        AddBoth("a prompt function as a tool", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "fun-joke", """{"topic":"dogs"}"""), Say.Text("Woof."), Say.Text("Here it is: Woof."));
            app.With("fun", KernelFunctionFactory.CreateFromPrompt(PromptTemplateConfig.FromJson(Config))).WatchFilters();
            await app.AskAsync(Say.User("A joke!"), streaming, Say.Auto);
        });
        Add("a prompt function as a tool whose service fails", static async app =>
        {
            app.Script(Say.Call("c1", "fun-joke", """{"topic":"dogs"}"""), ModelAnswer.Error(EmulatedErrors.ServerError), Say.Text("No joke today."));
            app.With("fun", KernelFunctionFactory.CreateFromPrompt(PromptTemplateConfig.FromJson(Config))).WatchFilters();
            await app.AskAsync("A joke!", Say.Auto);
        });
        Add("filters of prompts and functions", static async app =>
        {
            app.Script(Say.Text("Ha."));
            app.Kernel.PromptRenderFilters.Add(new Renderer(app));
            app.Kernel.FunctionInvocationFilters.Add(new Invoker(app));
            await app.Kernel.InvokePromptAsync("Tell {{$topic}}", new() { ["topic"] = "all" }, cancellationToken: app.Limit);
        });
        Add("a filter that answers in the function's place", static async app =>
        {
            app.Kernel.PromptRenderFilters.Add(new Renderer(app, "from the cache"));
            var result = await app.Kernel.InvokePromptAsync("Tell", cancellationToken: app.Limit);
            app.Note("result", result.ToString());
        });
    }

    private static async Task InvokeConfigAsync(App app, bool streaming, Kernel kernel)
    {
        app.Script(Say.Text("Ha."));
        await InvokeAsync(app, streaming, kernel, KernelFunctionFactory.CreateFromPrompt(PromptTemplateConfig.FromJson(Config)), new() { ["topic"] = "dogs" });
    }

    private static Task InvokeAsync(App app, bool streaming, Kernel kernel, KernelFunction function, KernelArguments arguments) => app.TryAsync("invoke", async () =>
    {
        if (!streaming)
        {
            var result = await function.InvokeAsync(kernel, arguments, app.Limit);
            app.Note("prompt", result.RenderedPrompt);
            MessageDump.Write(app.Seen, "function.answer", result.GetValue<ChatMessageContent>()!);
            MessageDump.WriteMetadata(app.Seen, "function.metadata", result.Metadata);
            return;
        }

        List<StreamingChatMessageContent> chunks = [];
        await foreach (var chunk in function.InvokeStreamingAsync<StreamingChatMessageContent>(kernel, arguments, app.Limit))
        {
            chunks.Add(chunk);
        }

        ChunkDump.Write(app.Seen, "function", chunks);
    });

    private sealed class Renderer(App app, string? answer = null) : IPromptRenderFilter
    {
        public async Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next)
        {
            await next(context);
            app.Note("rendered", $"{context.RenderedPrompt} for {context.Function.Name.Length > 0}, streaming {context.IsStreaming}");
            app.Note("settings", context.ExecutionSettings?.GetType());
            if (answer is not null)
            {
                context.Result = new(context.Function, answer);
            }
        }
    }

    private sealed class Invoker(App app) : IFunctionInvocationFilter
    {
        public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
        {
            await next(context);
            app.Note("result", context.Result.ToString());
            MessageDump.WriteMetadata(app.Seen, "filter.metadata", context.Result.Metadata);
        }
    }
}
