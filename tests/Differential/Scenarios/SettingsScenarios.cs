using OpenAI.Chat;

namespace Differential.Scenarios;

/// <summary>Each setting, typed.</summary>
internal sealed class SettingsScenarios : ScenarioList
{
    private static readonly (string Name, Func<OpenAIPromptExecutionSettings> Settings)[] Typed =
    [
        ("Temperature", static () => new() { Temperature = 0.7 }),
        ("Temperature of many digits", static () => new() { Temperature = 0.123456789012345 }),
        ("TopP", static () => new() { TopP = 0.25 }),
        ("PresencePenalty", static () => new() { PresencePenalty = 0.5 }),
        ("FrequencyPenalty", static () => new() { FrequencyPenalty = -0.5 }),
        ("penalties of zero", static () => new() { PresencePenalty = 0, FrequencyPenalty = 0 }),
        ("MaxTokens", static () => new() { MaxTokens = 128 }),
        ("MaxTokens below 16", static () => new() { MaxTokens = 5 }),
        ("MaxTokens of 16", static () => new() { MaxTokens = 16 }),
        ("Seed", static () => new() { Seed = 42 }),
        ("empty StopSequences", static () => new() { StopSequences = [] }),
        ("TokenSelectionBiases", static () => new() { TokenSelectionBiases = new Dictionary<int, int> { [1] = 100, [2] = -100 } }),
        ("empty TokenSelectionBiases", static () => new() { TokenSelectionBiases = new Dictionary<int, int>() }),
        ("User", static () => new() { User = "user-1" }),
        ("empty User", static () => new() { User = "" }),
        ("Logprobs off", static () => new() { Logprobs = false }),
        ("TopLogprobs alone", static () => new() { TopLogprobs = 2 }),
        ("Metadata", static () => new() { Metadata = new Dictionary<string, string> { ["b"] = "ü", ["a"] = "" } }),
        ("empty Metadata", static () => new() { Metadata = new Dictionary<string, string>() }),
        ("Store on", static () => new() { Store = true }),
        ("Store off", static () => new() { Store = false }),
        ("ReasoningEffort by word", static () => new() { ReasoningEffort = "low" }),
        ("ReasoningEffort in capitals", static () => new() { ReasoningEffort = "High" }),
        ("ReasoningEffort minimal", static () => new() { ReasoningEffort = "minimal" }),
        ("ReasoningEffort none", static () => new() { ReasoningEffort = "none" }),
        ("ReasoningEffort unknown", static () => new() { ReasoningEffort = "heroic" }),
        ("ReasoningEffort empty", static () => new() { ReasoningEffort = "" }),
        ("ReasoningEffort of the client", static () => new() { ReasoningEffort = ChatReasoningEffortLevel.Medium }),
        ("ReasoningEffort as number", static () => new() { ReasoningEffort = 3 }),
        ("ReasoningEffort as element", static () => new() { ReasoningEffort = Element("\"low\"") }),
        ("WebSearchOptions of the client", static () => new() { WebSearchOptions = new ChatWebSearchOptions() }),
        ("WebSearchOptions as JSON", static () => new() { WebSearchOptions = """{"search_context_size":"low","user_location":{"type":"approximate","approximate":{"country":"NO","city":"Oslo"}}}""" }),
        ("WebSearchOptions as element", static () => new() { WebSearchOptions = Element("""{"search_context_size":"high"}""") }),
        ("WebSearchOptions as empty JSON", static () => new() { WebSearchOptions = "{}" }),
        ("WebSearchOptions as text", static () => new() { WebSearchOptions = "everywhere" }),
        ("WebSearchOptions as number", static () => new() { WebSearchOptions = 1 }),
        ("Modalities of the client", static () => new() { Modalities = ChatResponseModalities.Text }),
        ("Modalities with sound of the client", static () => new() { Modalities = ChatResponseModalities.Text | ChatResponseModalities.Audio }),
        ("Modalities by word", static () => new() { Modalities = "text" }),
        ("Modalities with sound by word", static () => new() { Modalities = "Text, Audio" }),
        ("Modalities as list", static () => new() { Modalities = new[] { "text" } }),
        ("Modalities as element", static () => new() { Modalities = Element("""["text"]""") }),
        ("Modalities unknown", static () => new() { Modalities = "smell" }),
        ("Modalities as number", static () => new() { Modalities = 1 }),
        ("Audio of the client", static () => new() { Audio = new ChatAudioOptions(ChatOutputAudioVoice.Alloy, ChatOutputAudioFormat.Mp3) }),
        ("Audio as JSON", static () => new() { Audio = """{"voice":"alloy","format":"mp3"}""" }),
        ("Audio as element", static () => new() { Audio = Element("""{"voice":"alloy","format":"wav"}""") }),
        ("Audio as number", static () => new() { Audio = 1 }),
        ("ModelId", static () => new() { ModelId = "another-model" }),
        ("ServiceId", static () => new() { ServiceId = "another-service" }),
        ("unknown ExtensionData", static () => new() { ExtensionData = new Dictionary<string, object> { ["results_per_prompt"] = 2, ["zzz"] = "y" } }),
        ("ExtensionData with a known key", static () => new() { ExtensionData = new Dictionary<string, object> { ["temperature"] = 0.5, ["max_tokens"] = 99 } }),
        ("everything that both APIs have", static () => new()
        {
            Temperature = 1,
            TopP = 1,
            MaxTokens = 1000,
            User = "u",
            Metadata = new Dictionary<string, string> { ["k"] = "v" },
            ReasoningEffort = "medium",
            Store = false,
            ChatDeveloperPrompt = "rules",
        }),
    ];

    private static readonly (string Name, Func<OpenAIPromptExecutionSettings> Settings)[] Refused =
    [
        ("MaxTokens of 0", static () => new() { MaxTokens = 0 }),
        ("negative MaxTokens", static () => new() { MaxTokens = -1 }),
        ("both behaviours", static () => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(), ToolCallBehavior = ToolCallBehavior.AutoInvokeKernelFunctions }),
    ];

    public SettingsScenarios()
        : base("settings")
    {
        foreach (var (name, settings) in Typed)
        {
            Add(name, app => AskAsync(app, false, settings()));
        }

        foreach (var (name, settings) in Refused)
        {
            AddBoth(name, (app, streaming) => AskAsync(app, streaming, settings()));
        }

        AddBoth("StopSequences that occur", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Deltas("one ST", "OP two", " END three"));
            await app.AskAsync(Say.User("hi"), streaming, new OpenAIPromptExecutionSettings { StopSequences = ["STOP", "END"] });
        });
        AddBoth("StopSequences that do not occur", static (app, streaming) =>
            AskAsync(app, streaming, new OpenAIPromptExecutionSettings { StopSequences = ["\n\n", "STOP"] }));
        AddBoth("Logprobs", static (app, streaming) => AskAsync(app, streaming, new OpenAIPromptExecutionSettings { Logprobs = true }));
        AddBoth("Logprobs with TopLogprobs", static (app, streaming) => AskAsync(app, streaming, new OpenAIPromptExecutionSettings { Logprobs = true, TopLogprobs = 2 }));
        AddBoth("no settings", static (app, streaming) => AskAsync(app, streaming, null));
        AddBoth("empty settings", static (app, streaming) => AskAsync(app, streaming, new OpenAIPromptExecutionSettings()));
    }

    private static async Task AskAsync(App app, bool streaming, PromptExecutionSettings? settings)
    {
        app.Script(Say.Text("An answer."));
        await app.AskAsync(Say.User("hi"), streaming, settings);
    }

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;
}
