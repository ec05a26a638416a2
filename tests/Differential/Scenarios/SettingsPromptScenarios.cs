namespace Differential.Scenarios;

/// <summary>Settings that add to what is asked: the two prompts, and <c>ExtraBody</c>.</summary>
internal sealed class SettingsPromptScenarios : ScenarioList
{
    private static readonly (string Name, Func<Dictionary<string, object?>> Body)[] Extra =
    [
        ("ExtraBody service tier", static () => new() { ["service_tier"] = "flex" }),
        ("ExtraBody verbosity by path", static () => new() { ["$.verbosity"] = "low" }),
        ("ExtraBody safety identifier and cache key", static () => new() { ["safety_identifier"] = "s", ["prompt_cache_key"] = "c" }),
        ("ExtraBody over a typed setting", static () => new() { ["temperature"] = 0.1 }),
        ("ExtraBody with an object", static () => new() { ["metadata"] = new Dictionary<string, object?> { ["k"] = "v" } }),
        ("ExtraBody with a path into metadata", static () => new() { ["$.metadata.team"] = "red" }),
        ("ExtraBody with a path of brackets", static () => new() { ["$['metadata']['team.x']"] = "red" }),
        ("ExtraBody with null", static () => new() { ["user"] = null }),
        ("ExtraBody with an element", static () => new() { ["metadata"] = JsonDocument.Parse("""{"a":"b"}""").RootElement }),
        ("ExtraBody with an unknown field", static () => new() { ["zzz"] = 1 }),
        ("ExtraBody with dots in a name", static () => new() { ["zzz.yyy"] = 1 }),
        ("ExtraBody with a wrong kind", static () => new() { ["temperature"] = "hot" }),
        ("ExtraBody with a broken path", static () => new() { ["$.metadata["] = 1 }),
        ("ExtraBody with an object that has no JSON form", static () => new() { ["metadata"] = (Func<int>)(static () => 1) }),
        ("ExtraBody with another model", static () => new() { ["model"] = "another-model" }),
        ("ExtraBody that is empty", static () => new()),
    ];

    public SettingsPromptScenarios()
        : base("settings")
    {
        foreach (var (name, body) in Extra)
        {
            Add(name, app => AskAsync(app, Say.User("hi"), false, new() { Temperature = 0.9, User = "u", ExtraBody = body() }));
        }

        AddBoth("ExtraBody in each round", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
            app.With("P", () => "ok");
            await app.AskAsync(Say.User("hi"), streaming, new OpenAIPromptExecutionSettings
            {
                FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
                ExtraBody = new Dictionary<string, object?> { ["service_tier"] = "flex", ["$.metadata.round"] = "each" },
            });
        });
        AddBoth("ChatSystemPrompt", static (app, streaming) => AskAsync(app, Say.User("hi"), streaming, new() { ChatSystemPrompt = "system" }));
        Add("ChatDeveloperPrompt", static app => AskAsync(app, Say.User("hi"), false, new() { ChatDeveloperPrompt = "developer" }));
        Add("both prompts", static app => AskAsync(app, Say.User("hi"), false, new() { ChatSystemPrompt = "system", ChatDeveloperPrompt = "developer" }));
        Add("blank prompts", static app => AskAsync(app, Say.User("hi"), false, new() { ChatSystemPrompt = " ", ChatDeveloperPrompt = "" }));
        Add("ChatSystemPrompt beside a system message", static app => AskAsync(app, System(), false, new() { ChatSystemPrompt = "settings" }));
        Add("ChatDeveloperPrompt beside a system message", static app => AskAsync(app, System(), false, new() { ChatDeveloperPrompt = "settings" }));
        Add("ChatSystemPrompt beside a developer message", static app => AskAsync(app, Developer(), false, new() { ChatSystemPrompt = "settings" }));
        Add("ChatDeveloperPrompt beside a developer message", static app => AskAsync(app, Developer(), false, new() { ChatDeveloperPrompt = "settings" }));
        Add("both prompts beside a late system message", static app =>
        {
            var history = Say.User("hi");
            history.AddSystemMessage("late");
            return AskAsync(app, history, false, new() { ChatSystemPrompt = "system", ChatDeveloperPrompt = "developer" });
        });
        AddBoth("prompts in each round", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
            app.With("P", () => "ok");
            await app.AskAsync(Say.User("hi"), streaming, new OpenAIPromptExecutionSettings
            {
                FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
                ChatSystemPrompt = "system",
                ChatDeveloperPrompt = "developer",
            });
        });
    }

    private static async Task AskAsync(App app, ChatHistory history, bool streaming, OpenAIPromptExecutionSettings settings)
    {
        app.Script(Say.Text("An answer."));
        await app.AskAsync(history, streaming, settings);
    }

    private static ChatHistory System()
    {
        var history = new ChatHistory("own");
        history.AddUserMessage("hi");
        return history;
    }

    private static ChatHistory Developer()
    {
        var history = new ChatHistory();
        history.AddDeveloperMessage("own");
        history.AddUserMessage("hi");
        return history;
    }
}
