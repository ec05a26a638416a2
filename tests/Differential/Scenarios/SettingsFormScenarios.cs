using System.Text.Json.Serialization;

namespace Differential.Scenarios;

/// <summary>Settings in other forms: plain, from JSON, frozen, copied, of other classes.</summary>
internal sealed class SettingsFormScenarios : ScenarioList
{
    private static readonly (string Name, Func<PromptExecutionSettings> Settings)[] Forms =
    [
        ("plain and empty", static () => new()),
        ("plain with numbers", static () => Plain(("temperature", 0.7), ("top_p", 0.25f), ("max_tokens", 128), ("presence_penalty", 0), ("frequency_penalty", 0m))),
        ("plain with numbers as text", static () => Plain(("temperature", "0.7"), ("top_p", "0.25"), ("max_tokens", "128"), ("seed", "7"))),
        ("plain with whole number as double", static () => Plain(("max_tokens", 128.0))),
        ("plain with broken number as text", static () => Plain(("max_tokens", "many"))),
        ("plain with fraction for a whole number", static () => Plain(("max_tokens", 1.5))),
        ("plain with elements", static () => Plain(("temperature", Element("0.7")), ("user", Element("\"u\"")), ("metadata", Element("""{"k":"v"}""")))),
        ("plain with null", static () => Plain(("temperature", null!), ("user", null!))),
        ("plain in other case", static () => Plain(("Temperature", 0.7), ("USER", "u"), ("Max_Tokens", 20))),
        ("plain with property names", static () => Plain(("TopP", 0.5), ("MaxTokens", 20))),
        ("plain with bools as text", static () => Plain(("store", "true"), ("logprobs", "False"))),
        ("plain with broken bool", static () => Plain(("store", "Foo"))),
        ("plain with number for a bool", static () => Plain(("logprobs", 1))),
        ("plain with empty bool", static () => Plain(("store", ""))),
        ("plain with lists", static () => Plain(("stop_sequences", new List<object> { "STOP" }))),
        ("plain with array of text", static () => Plain(("stop_sequences", new[] { "STOP" }))),
        ("plain with text for a list", static () => Plain(("stop_sequences", "STOP"))),
        ("plain with biases as text", static () => Plain(("token_selection_biases", new Dictionary<string, string> { ["1"] = "2" }))),
        ("plain with metadata", static () => Plain(("metadata", new Dictionary<string, string> { ["k"] = "v" }))),
        ("plain with number in metadata", static () => Plain(("metadata", new Dictionary<string, object> { ["k"] = 1 }))),
        ("plain with text for a number", static () => Plain(("user", 5))),
        ("plain with prompts", static () => Plain(("chat_system_prompt", "system"), ("chat_developer_prompt", "developer"))),
        ("plain with effort", static () => Plain(("reasoning_effort", "low"))),
        ("plain with web search", static () => Plain(("web_search_options", new Dictionary<string, object> { ["search_context_size"] = "low" }))),
        ("plain with modalities", static () => Plain(("modalities", new[] { "text" }))),
        ("plain with sound", static () => Plain(("audio", new Dictionary<string, object> { ["voice"] = "alloy", ["format"] = "mp3" }))),
        ("plain with extra body", static () => Plain(("extra_body", new Dictionary<string, object> { ["service_tier"] = "flex" }))),
        ("plain with unknown keys", static () => Plain(("results_per_prompt", 2), ("top_k", 4), ("zzz", new { a = 1 }))),
        ("plain with model and service", static () => new() { ModelId = "other", ServiceId = "other" }),
        ("typed from JSON", static () => JsonSerializer.Deserialize<OpenAIPromptExecutionSettings>(
            """{"temperature":0.7,"max_tokens":128,"metadata":{"k":"v"},"unknown":1,"chat_system_prompt":"system","user":"u"}""")!),
        ("plain from JSON", static () => JsonSerializer.Deserialize<PromptExecutionSettings>(
            """{"temperature":"0.7","max_tokens":128,"metadata":{"k":"v"},"model_id":"other","store":false}""")!),
        ("effort from JSON", static () => JsonSerializer.Deserialize<OpenAIPromptExecutionSettings>("""{"reasoning_effort":"low"}""")!),
        ("extra body from JSON", static () => JsonSerializer.Deserialize<OpenAIPromptExecutionSettings>("""{"extra_body":{"service_tier":"flex","metadata":{"a":"b"}}}""")!),
        ("behaviour from JSON", static () => JsonSerializer.Deserialize<PromptExecutionSettings>("""{"function_choice_behavior":{"type":"auto"}}""")!),
        ("converted by the stock class", static () => OpenAIPromptExecutionSettings.FromExecutionSettings(Plain(("temperature", 0.7), ("user", "u")))),
        ("converted with a default limit", static () => OpenAIPromptExecutionSettings.FromExecutionSettings(null, 77)),
        ("another connector's class", static () => new ForeignSettings { Temperature = 0.7, MaxTokens = 128 }),
        ("another connector's class with known keys", static () => new ForeignSettings { Temperature = 0.7, ExtensionData = new Dictionary<string, object> { ["temperature"] = 0.1 } }),
        ("a class derived from the stock one", static () => new DerivedSettings { Temperature = 0.7, Own = "x" }),
        ("a clone", static () => Full().Clone()),
        ("a clone of plain ones", static () => Plain(("temperature", 0.7)).Clone()),
        ("frozen", static () => Frozen(Full())),
        ("frozen plain ones", static () => Frozen(Plain(("temperature", 0.7), ("stop_sequences", new List<object> { "zzz" })))),
        ("clone of frozen ones, changed", static () =>
        {
            var clone = (OpenAIPromptExecutionSettings)Frozen(Full()).Clone();
            (clone.Temperature, clone.Metadata!["k2"]) = (0.1, "v2");
            return clone;
        }),
    ];

    public SettingsFormScenarios()
        : base("settings")
    {
        foreach (var (name, settings) in Forms)
        {
            Add(name, app => AskAsync(app, settings()));
        }

        Add("the same object for two calls", static async app =>
        {
            var settings = Full();
            await AskAsync(app, settings);
            await AskAsync(app, settings);
        });
        Add("changed between two calls", static async app =>
        {
            var settings = new OpenAIPromptExecutionSettings { MaxTokens = 100 };
            await AskAsync(app, settings);
            (settings.MaxTokens, settings.User) = (50, "u");
            await AskAsync(app, settings);
        });
        AddBoth("changed by a filter between rounds", static (app, streaming) => ChangedByFilterAsync(app, streaming, Say.Auto));
        AddBoth("plain, changed by a filter between rounds", static (app, streaming) =>
            ChangedByFilterAsync(app, streaming, new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(), ExtensionData = new Dictionary<string, object> { ["max_tokens"] = 300 } }));
        Add("frozen, then changed", static async app =>
        {
            var settings = Full();
            settings.Freeze();
            await app.TryAsync("property", () => Task.FromResult(settings.Temperature = 1));
            await app.TryAsync("metadata", () =>
            {
                settings.Metadata!.Add("new", "value");
                return Task.CompletedTask;
            });
            await AskAsync(app, settings);
        });
        Add("of a prompt function", static async app =>
        {
            app.Script(Say.Text("An answer."));
            await app.TryAsync("function", async () => app.Note("answer", (await app.Kernel.InvokePromptAsync("hi", new(new OpenAIPromptExecutionSettings { Temperature = 0.5, ChatSystemPrompt = "system" }), cancellationToken: app.Limit)).ToString()));
        });
        Add("of a prompt configuration in JSON", static async app =>
        {
            app.Script(Say.Text("An answer."));
            var function = KernelFunctionFactory.CreateFromPrompt(PromptTemplateConfig.FromJson(
                """{"template":"hi","execution_settings":{"default":{"temperature":0.2,"max_tokens":64,"chat_system_prompt":"system","reasoning_effort":"low"}}}"""));
            await app.TryAsync("function", async () => app.Note("answer", (await function.InvokeAsync(app.Kernel, cancellationToken: app.Limit)).ToString()));
        });
        Add("chosen by service", static async app =>
        {
            app.Script(Say.Text("An answer."));
            var kernel = app.NewKernel(serviceId: "main");
            var settings = new Dictionary<string, PromptExecutionSettings>
            {
                ["other"] = new OpenAIPromptExecutionSettings { MaxTokens = 10 },
                ["main"] = new OpenAIPromptExecutionSettings { MaxTokens = 100 },
            };
            await app.TryAsync("function", async () => app.Note("answer", (await kernel.InvokePromptAsync("hi", new() { ExecutionSettings = settings }, cancellationToken: app.Limit)).ToString()));
        });
        Add("chosen by model", static async app =>
        {
            app.Script(Say.Text("An answer."));
            await app.TryAsync("function", async () => app.Note("answer", (await app.Kernel.InvokePromptAsync(
                "hi", new(new OpenAIPromptExecutionSettings { ModelId = App.Model, MaxTokens = 100 }), cancellationToken: app.Limit)).ToString()));
            await app.TryAsync("unknown", async () => await app.Kernel.InvokePromptAsync(
                "hi", new(new OpenAIPromptExecutionSettings { ServiceId = "nowhere" }), cancellationToken: app.Limit));
        });
    }

    private static async Task AskAsync(App app, PromptExecutionSettings settings)
    {
        app.Script(Say.Text("An answer."));
        await app.AskAsync(Say.User("hi"), settings);
        app.Note("settings", JsonSerializer.Serialize(settings, settings.GetType()));
        app.Note("frozen", settings.IsFrozen);
    }

    private static async Task ChangedByFilterAsync(App app, bool streaming, PromptExecutionSettings settings)
    {
        app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
        app.With("P", () => "ok").With(new InlineFilter(async (context, next) =>
        {
            app.Note("settings.type", context.ExecutionSettings?.GetType());
            app.Note("settings.same", ReferenceEquals(context.ExecutionSettings, settings));
            if (context.ExecutionSettings is OpenAIPromptExecutionSettings typed)
            {
                typed.MaxTokens = 200;
            }

            await next(context);
        }));
        await app.AskAsync(Say.User("hi"), streaming, settings);
    }

    private static OpenAIPromptExecutionSettings Full() => new()
    {
        ModelId = "other",
        ServiceId = "service",
        Temperature = 0.5,
        TopP = 0.5,
        MaxTokens = 100,
        User = "u",
        Metadata = new Dictionary<string, string> { ["k"] = "v" },
        ChatSystemPrompt = "system",
        ExtensionData = new Dictionary<string, object> { ["x"] = 1 },
        ExtraBody = new Dictionary<string, object?> { ["service_tier"] = "flex" },
    };

    private static PromptExecutionSettings Plain(params (string Key, object Value)[] data) =>
        new() { ExtensionData = data.ToDictionary(static pair => pair.Key, static pair => pair.Value) };

    private static T Frozen<T>(T settings)
        where T : PromptExecutionSettings
    {
        settings.Freeze();
        return settings;
    }

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;

    private sealed class ForeignSettings : PromptExecutionSettings
    {
        [JsonPropertyName("temperature")]
        public double? Temperature { get; set; }

        [JsonPropertyName("max_tokens")]
        public int? MaxTokens { get; set; }
    }

    private sealed class DerivedSettings : OpenAIPromptExecutionSettings
    {
        [JsonPropertyName("own")]
        public string? Own { get; set; }
    }
}
