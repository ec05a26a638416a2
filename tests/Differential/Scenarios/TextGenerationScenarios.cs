using Differential.Observing;
using Microsoft.SemanticKernel.TextGeneration;

namespace Differential.Scenarios;

/// <summary>The connector as a service that completes text.</summary>
internal sealed class TextGenerationScenarios : ScenarioList
{
    private static readonly (string Name, Func<PromptExecutionSettings?> Settings)[] Prompts =
    [
        ("text generation without settings", static () => null),
        ("text generation with a system prompt", static () => new OpenAIPromptExecutionSettings { ChatSystemPrompt = "Be brief." }),
        ("text generation with a developer prompt", static () => new OpenAIPromptExecutionSettings { ChatDeveloperPrompt = "Be kind." }),
        ("text generation with both prompts", static () => new OpenAIPromptExecutionSettings { ChatSystemPrompt = "Be brief.", ChatDeveloperPrompt = "Be kind." }),
        ("text generation with an empty system prompt", static () => new OpenAIPromptExecutionSettings { ChatSystemPrompt = "" }),
        ("text generation with settings of the base type", static () => new PromptExecutionSettings
        {
            ExtensionData = new Dictionary<string, object> { ["temperature"] = 0.5, ["max_tokens"] = "50", ["chat_system_prompt"] = "Be brief." },
        }),
        ("text generation with tools", static () => Say.Auto),
    ];

    public TextGenerationScenarios()
        : base("text")
    {
        foreach (var (name, settings) in Prompts)
        {
            AddBoth(name, (app, streaming) => CompleteAsync(app, streaming, settings()));
        }

        Add("text generation of chat markup", static async app =>
        {
            app.Script(Say.Text("Well."));
            var texts = await Service(app).GetTextContentsAsync("""<message role="user">hi</message>""", cancellationToken: app.Limit);
            app.Note("text", texts[0].Text);
        });
    }

    private static ITextGenerationService Service(App app) => app.Kernel.GetRequiredService<ITextGenerationService>();

    private static async Task CompleteAsync(App app, bool streaming, PromptExecutionSettings? settings)
    {
        if (settings?.FunctionChoiceBehavior is not null)
        {
            app.Script(Say.Call("c1", "P-F"));
            app.With("P", static () => "rain");
        }

        app.Script(ModelAnswer.Deltas("Once ", "upon"));
        if (!streaming)
        {
            var texts = await Service(app).GetTextContentsAsync("A tale:", settings, app.Kernel, app.Limit);
            app.Note("count", texts.Count);
            ItemDump.Write(app.Seen, "text", texts[0]);
            return;
        }

        var index = 0;
        await foreach (var chunk in Service(app).GetStreamingTextContentsAsync("A tale:", settings, app.Kernel, app.Limit))
        {
            var path = $"texts[{index++}]";
            app.Seen.Add($"{path}.type", chunk.GetType());
            app.Seen.Add($"{path}.text", chunk.Text);
            app.Seen.Add($"{path}.choiceIndex", chunk.ChoiceIndex);
            app.Seen.Add($"{path}.modelId", chunk.ModelId);
            app.Seen.Add($"{path}.innerContent.type", chunk.InnerContent?.GetType());
            MessageDump.WriteMetadata(app.Seen, $"{path}.metadata", chunk.Metadata);
        }
    }
}
