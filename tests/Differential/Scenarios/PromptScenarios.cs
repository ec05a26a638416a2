using System.Text;
using Differential.Observing;

namespace Differential.Scenarios;

/// <summary>Prompt functions and templates.</summary>
internal sealed class PromptScenarios : ScenarioList
{
    private static readonly (string Name, string Prompt)[] Prompts =
    [
        ("a prompt", "Tell a joke."),
        ("a template", "Tell a joke about {{$topic}}."),
        ("a template that calls a function", "Today is {{clock.today}}. Tell a joke about {{$topic}}."),
        ("chat markup", """<message role="system">Be brief.</message><message role="user">Hi, {{$topic}}</message>"""),
        ("chat markup with earlier answers", """<message role="user">1</message><message role="assistant">one</message><message role="developer">Count.</message><message role="user">2</message>"""),
        ("chat markup with an image", """<message role="user"><text>What is it?</text><image>https://example.com/cat.png</image></message>"""),
        ("chat markup with an image in the text", """<message role="user"><text>What is it?</text><image>data:image/png;base64,iVBORw0KGgo=</image></message>"""),
        ("markup of other tags", "<note>Not a message &amp; no chat.</note>"),
        ("chat markup with escaped text", """<message role="user">a &lt; b &amp;&amp; c</message>"""),
        ("a chat as JSON", """[{"role":"system","content":"Be brief."},{"role":"user","content":"hi"}]"""),
        ("a chat as JSON with parts", """[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"https://example.com/cat.png"}}]}]"""),
    ];

    public PromptScenarios()
        : base("prompts")
    {
        foreach (var (name, prompt) in Prompts)
        {
            AddBoth(name, (app, streaming) => InvokeAsync(app, streaming, prompt));
        }

        Add("values of several types read from the result", static async app =>
        {
            app.Script(Say.Text("42"));
            var result = await app.Kernel.InvokePromptAsync("How many?", cancellationToken: app.Limit);
            app.Note("type", result.ValueType);
            app.Note("string", result.GetValue<string>());
            app.Note("toString", result.ToString());
            app.Note("prompt", result.RenderedPrompt);
            MessageDump.WriteMetadata(app.Seen, "result.metadata", result.Metadata);
            MessageDump.Write(app.Seen, "result.message", result.GetValue<ChatMessageContent>()!);
            app.Note("content", result.GetValue<KernelContent>()?.GetType());
            await app.TryAsync("int", () => Task.FromResult(result.GetValue<int>()));
            await app.TryAsync("inner", () => Task.FromResult(result.GetValue<OpenAI.Chat.ChatCompletion>()));
        });
        Add("a result of a given type", static async app =>
        {
            app.Script(Say.Text("text"), Say.Text("message"));
            app.Note("string", await app.Kernel.InvokePromptAsync<string>("hi", cancellationToken: app.Limit));
            app.Note("message", (await app.Kernel.InvokePromptAsync<ChatMessageContent>("hi", cancellationToken: app.Limit))?.Content);
        });
        AddStreamed("string", static text => text, static (app, texts) => app.Note("text", string.Concat(texts)));
        AddStreamed("byte[]", static (byte[] bytes) => Encoding.UTF8.GetString(bytes), static (app, texts) => app.Note("text", string.Concat(texts)));
        AddStreamed("StreamingChatMessageContent", static (StreamingChatMessageContent chunk) => chunk.Role + "/" + chunk.Content, NoteEach);
        AddStreamed("StreamingKernelContent", static (StreamingKernelContent chunk) => $"{chunk.GetType().Name} {chunk.ChoiceIndex} {chunk.ModelId} {chunk}", NoteEach);
        AddStreamed("OpenAIStreamingChatMessageContent", static (OpenAIStreamingChatMessageContent chunk) => $"{chunk.FinishReason} {chunk.ToolCallUpdates?.Count}", NoteEach);
        AddStreamed("an SDK type", static (OpenAI.Chat.StreamingChatCompletionUpdate update) => $"{update.FinishReason} {update.ContentUpdate.Count}", NoteEach);
        Add("a stream of a type that is none of them", static app => app.TryAsync("stream", async () =>
        {
            app.Script(Say.Text("text"));
            await foreach (var number in app.Kernel.InvokePromptStreamingAsync<int>("hi", cancellationToken: app.Limit))
            {
                app.Note("number", number);
            }
        }));
    }

    private void AddStreamed(string type, Func<string, string?> read, Action<App, List<string?>> note) => AddStreamed<string>(type, read, note);

    private void AddStreamed<T>(string type, Func<T, string?> read, Action<App, List<string?>> note) => Add($"a stream of {type}", app => app.TryAsync("stream", async () =>
    {
        app.Script(ModelAnswer.Deltas("Grüße", " 😀"));
        List<string?> texts = [];
        await foreach (var chunk in app.Kernel.InvokePromptStreamingAsync<T>("hi", cancellationToken: app.Limit))
        {
            texts.Add(read(chunk));
        }

        note(app, texts);
    }));

    private static void NoteEach(App app, List<string?> texts)
    {
        foreach (var (index, text) in texts.Index())
        {
            app.Note($"chunk[{index}]", text);
        }
    }

    private static async Task InvokeAsync(App app, bool streaming, string prompt)
    {
        app.Script(Say.Text("Ha ha."));
        app.With("clock", KernelFunctionFactory.CreateFromMethod(static () => "Monday", "today"));
        var arguments = new KernelArguments { ["topic"] = "cats & <dogs>" };
        if (streaming)
        {
            List<StreamingChatMessageContent> chunks = [];
            await foreach (var chunk in app.Kernel.InvokePromptStreamingAsync<StreamingChatMessageContent>(prompt, arguments, cancellationToken: app.Limit))
            {
                chunks.Add(chunk);
            }

            ChunkDump.Write(app.Seen, "prompt", chunks);
            return;
        }

        var result = await app.Kernel.InvokePromptAsync(prompt, arguments, cancellationToken: app.Limit);
        app.Note("prompt", result.RenderedPrompt);
        MessageDump.Write(app.Seen, "prompt.answer", result.GetValue<ChatMessageContent>()!);
        MessageDump.WriteMetadata(app.Seen, "prompt.metadata", result.Metadata);
    }
}
