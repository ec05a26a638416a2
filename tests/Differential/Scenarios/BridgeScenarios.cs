using Differential.Observing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using FunctionResultContent = Microsoft.Extensions.AI.FunctionResultContent;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace Differential.Scenarios;

/// <summary>The connector behind other interfaces.</summary>
internal sealed class BridgeScenarios : ScenarioList
{
    private static readonly (string Name, Func<ChatOptions> Options)[] Settings =
    [
        ("numbers in the options", static () => new() { Temperature = 0.25f, TopP = 0.5f, MaxOutputTokens = 33, Seed = 7, FrequencyPenalty = 0.5f, PresencePenalty = 0.25f }),
        ("stop sequences in the options", static () => new() { StopSequences = ["X", "Y"] }),
        ("a JSON answer by the options", static () => new() { ResponseFormat = ChatResponseFormat.Json }),
        ("an answer by a schema in the options", static () => new() { ResponseFormat = ChatResponseFormat.ForJsonSchema<City>() }),
        ("a plain text answer by the options", static () => new() { ResponseFormat = ChatResponseFormat.Text }),
        ("another model in the options", static () => new() { ModelId = "gpt-6-other" }),
        ("instructions in the options", static () => new() { Instructions = "Be brief." }),
        ("more properties in the options", static () => new() { AdditionalProperties = new() { ["user"] = "ann", ["service_tier"] = "flex" } }),
        ("reasoning in the options", static () => new() { Reasoning = new() { Effort = ReasoningEffort.Low } }),
        ("tools that the options forbid", static () => new() { Tools = [Weather], ToolMode = ChatToolMode.None }),
        ("a tool that the options demand", static () => new() { Tools = [Weather], ToolMode = ChatToolMode.RequireSpecific("weather") }),
    ];

    public BridgeScenarios()
        : base("bridges")
    {
        AddBoth("a chat client", static async (app, streaming) =>
        {
            app.Script(Say.Text("Hello, you there."));
            await AskAsync(app, app.Service.AsChatClient(), streaming, [new(ChatRole.User, "hi")]);
        });
        foreach (var (name, options) in Settings)
        {
            AddBoth(name, async (app, streaming) =>
            {
                app.Script(Say.Text("{}"));
                await AskAsync(app, app.Service.AsChatClient(), streaming, [new(ChatRole.User, "hi")], options());
            });
        }

        AddBoth("a chat client is given a call to pass on", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "weather", """{"city":"Rome"}"""), ("c2", "weather", """{"city":"Oslo"}""")));
            await AskAsync(app, app.Service.AsChatClient(), streaming, [new(ChatRole.User, "weather?")], new() { Tools = [Weather] });
        });
        AddBoth("a function-invoking client above it", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "weather", """{"city":"Rome"}"""), Say.Text("Rain in Rome."));
            using var client = new FunctionInvokingChatClient(app.Service.AsChatClient());
            await AskAsync(app, client, streaming, [new(ChatRole.User, "weather?")], new() { Tools = [Weather] });
        });
        AddBoth("messages of all roles through a chat client", static async (app, streaming) =>
        {
            app.Script(Say.Text("Well."));
            List<ChatMessage> messages =
            [
                new(ChatRole.System, "Be brief."),
                new(ChatRole.User, [new TextContent("What is it?"), new UriContent("https://example.com/cat.png", "image/png")]) { AuthorName = "Ann" },
                new(ChatRole.Assistant, [new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Rome" })]),
                new(ChatRole.Tool, [new FunctionResultContent("c1", "rain")]),
                new(ChatRole.Assistant, "Rain."),
                new(ChatRole.User, "And now?"),
            ];
            await AskAsync(app, app.Service.AsChatClient(), streaming, messages);
        });
        AddBoth("three turns through a chat client", static async (app, streaming) =>
        {
            app.Script(Say.Text("one"), Say.Text("two"), Say.Text("three"));
            List<ChatMessage> messages = [];
            var client = app.Service.AsChatClient();
            foreach (var question in new[] { "a", "b", "c" })
            {
                messages.Add(new(ChatRole.User, question));
                await AskAsync(app, client, streaming, messages, null, $"client.{question}");
            }
        });
        AddBoth("an error through a chat client", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Error(EmulatedErrors.ServerError));
            await app.TryAsync("client", () => AskAsync(app, app.Service.AsChatClient(), streaming, [new(ChatRole.User, "hi")]));
        });
        Add("what a chat client knows of itself", static app =>
        {
            using var client = app.Service.AsChatClient();
            app.Note("metadata", JsonText.Of(client.GetService(typeof(ChatClientMetadata))));
            app.Note("service", ReferenceEquals(client.GetService(typeof(IChatCompletionService)), app.Service));
            app.Note("client", client.GetService(typeof(IChatClient))?.GetType() == client.GetType());
            app.Note("other", client.GetService(typeof(OpenAI.Chat.ChatClient)) is not null);
            app.Note("keyed", client.GetService(typeof(IChatCompletionService), "key") is not null);
            return Task.CompletedTask;
        });
        Add("a chat client is disposed", static async app =>
        {
            app.Script(Say.Text("one"), Say.Text("two"));
            app.Service.AsChatClient().Dispose();
            await app.AskAsync("hi");
        });
        AddBoth("a prompt function on a chat client of the kernel", static async (app, streaming) =>
        {
            app.Script(Say.Text("Well."));
            var builder = Kernel.CreateBuilder();
            builder.Services.AddSingleton(app.Service.AsChatClient());
            var kernel = builder.Build();
            if (streaming)
            {
                await foreach (var text in kernel.InvokePromptStreamingAsync<string>("hi", cancellationToken: app.Limit))
                {
                    app.Note("text", text);
                }

                return;
            }

            app.Note("answer", (await kernel.InvokePromptAsync("hi", cancellationToken: app.Limit)).ToString());
        });
        AddBoth("a chat client made a service again", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("Rain."));
            app.With("P", static () => "rain");
            var service = app.Service.AsChatClient().AsChatCompletionService();
            await app.TryAsync("service", async () =>
            {
                if (!streaming)
                {
                    MessageDump.Write(app.Seen, "service.answer", await service.GetChatMessageContentAsync("hi", Say.Auto, app.Kernel, app.Limit));
                    return;
                }

                List<StreamingChatMessageContent> chunks = [];
                await foreach (var chunk in service.GetStreamingChatMessageContentsAsync("hi", Say.Auto, app.Kernel, app.Limit))
                {
                    chunks.Add(chunk);
                }

                ChunkDump.Write(app.Seen, "service", chunks);
            });
        });
    }

    private static AIFunction Weather => AIFunctionFactory.Create(static (string city) => $"rain in {city}", "weather");

    private static async Task AskAsync(App app, IChatClient client, bool streaming, List<ChatMessage> messages, ChatOptions? options = null, string path = "client")
    {
        if (!streaming)
        {
            var whole = await client.GetResponseAsync(messages, options, app.Limit);
            ChatResponseDump.Write(app.Seen, path, whole);
            messages.AddRange(whole.Messages);
            return;
        }

        List<ChatResponseUpdate> updates = [];
        await foreach (var update in client.GetStreamingResponseAsync(messages, options, app.Limit))
        {
            ChatResponseDump.Write(app.Seen, $"{path}.updates[{updates.Count}]", update);
            updates.Add(update);
        }

        var response = updates.ToChatResponse();
        ChatResponseDump.Write(app.Seen, path, response);
        messages.AddRange(response.Messages);
    }

    private sealed record City(string Name, int People);
}
