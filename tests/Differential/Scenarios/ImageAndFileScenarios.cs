using Microsoft.SemanticKernel.Agents;

namespace Differential.Scenarios;

/// <summary>Messages with more than text.</summary>
internal sealed class ImageAndFileScenarios : ScenarioList
{
    private static readonly byte[] Bytes = [0, 1, 2, 250];

    private static readonly (string Name, Func<KernelContent> Part)[] Parts =
    [
        ("image by data", static () => new ImageContent(Bytes, "image/png")),
        ("image by data URI", static () => new ImageContent("data:image/jpeg;base64,AAEC")),
        ("image by data URI with parameters", static () => new ImageContent("data:image/png;name=a.png;base64,AAEC")),
        ("image by data URI that is text", static () => new ImageContent("data:image/svg+xml,%3Csvg%2F%3E")),
        ("image by address", static () => new ImageContent(new Uri("https://example.com/ä b.png?q=1#f"))),
        ("image by address of a host alone", static () => new ImageContent(new Uri("https://example.com"))),
        ("image by relative address", static () => new ImageContent(new Uri("/a.png", UriKind.Relative))),
        ("image without type", static () => new ImageContent(Bytes, null)),
        ("image without data and address", static () => new ImageContent()),
        ("image without bytes", static () => new ImageContent(ReadOnlyMemory<byte>.Empty, "image/png")),
        ("image with data and address", static () => new ImageContent(Bytes, "image/png") { Uri = new("https://example.com/a.png") }),
        ("image of a large size", static () => new ImageContent(new byte[100_000], "image/png")),
        ("image with low detail", static () => Detailed("low")),
        ("image with detail in capitals", static () => Detailed("HIGH")),
        ("image with automatic detail", static () => Detailed("auto")),
        ("image with blank detail", static () => Detailed(" ")),
        ("image with unknown detail", static () => Detailed("medium")),
        ("image with detail that is no text", static () => Detailed(3)),
        ("file by data", static () => new BinaryContent(Bytes, "application/pdf")),
        ("file by data URI", static () => new BinaryContent("data:application/pdf;base64,AAEC")),
        ("file without type", static () => new BinaryContent(Bytes, null)),
        ("file without data", static () => new BinaryContent(new Uri("https://example.com/a.pdf"))),
        ("file with a name", static () => new BinaryContent(Bytes, "application/pdf") { Metadata = new Dictionary<string, object?> { ["filename"] = "report.pdf" } }),
        ("sound as mp3", static () => new AudioContent(Bytes, "audio/mp3")),
        ("sound as wav", static () => new AudioContent(Bytes, "audio/wav")),
        ("sound of an unknown kind", static () => new AudioContent(Bytes, "audio/flac")),
        ("sound without data", static () => new AudioContent(new Uri("https://example.com/a.mp3"))),
        ("file reference", static () => new FileReferenceContent("file-123")),
        ("function call in a user message", static () => new FunctionCallContent("F", "P", "c1")),
        ("annotation", static () => new AnnotationContent(AnnotationKind.UrlCitation, "label", "https://example.com")),
    ];

    public ImageAndFileScenarios()
        : base("images and files")
    {
        foreach (var (name, part) in Parts)
        {
            Add(name, app => AskAsync(app, [new TextContent("look"), part()]));
        }

        Add("image alone", static app => AskAsync(app, [new ImageContent(Bytes, "image/png")]));
        Add("image of a part of an array", static app => AskAsync(app, [new ImageContent(Bytes.AsMemory(1, 2), "image/png")]));
        AddBoth("several parts in order", static async (app, streaming) =>
        {
            app.Script(Say.Text("seen"), Say.Text("again"));
            var history = new ChatHistory("Look well.");
            history.AddUserMessage([new TextContent("first"), new ImageContent(Bytes, "image/png"), new TextContent("second"), new BinaryContent(Bytes, "application/pdf"), Detailed("high"), new TextContent("third")]);
            history.Add((await app.AskAsync(history, streaming))!);
            history.AddUserMessage([new TextContent("and this?"), new ImageContent(new Uri("https://example.com/b.png"))]);
            await app.AskAsync(history, streaming);
        });
        Add("two texts", static app => AskAsync(app, [new TextContent("one"), new TextContent("two")]));
        Add("empty text beside an image", static app => AskAsync(app, [new TextContent(""), new ImageContent(Bytes, "image/png")]));
        Add("text without value beside an image", static app => AskAsync(app, [new TextContent(null), new ImageContent(Bytes, "image/png")]));
        Add("image in an assistant message", static async app =>
        {
            app.Script(Say.Text("seen"));
            var history = Say.User("draw");
            history.Add(new(AuthorRole.Assistant, [new TextContent("here"), new ImageContent(Bytes, "image/png")]));
            history.AddUserMessage("thanks");
            await app.AskAsync(history);
        });
        Add("image in a system message", static async app =>
        {
            app.Script(Say.Text("seen"));
            var history = new ChatHistory { new(AuthorRole.System, [new TextContent("rules"), new ImageContent(Bytes, "image/png"), new TextContent("more")]) };
            history.AddUserMessage("hi");
            await app.AskAsync(history);
        });
        AddBoth("image as a function's result", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("seen"));
            app.With("P", () => new ImageContent(Bytes, "image/png"));
            await app.AskAsync(Say.User("draw"), streaming, Say.Auto);
        });
        Add("image in a tool message of the application", static async app =>
        {
            app.Script(Say.Text("seen"));
            var history = Say.User("draw");
            history.Add(new(AuthorRole.Assistant, [new FunctionCallContent("F", "P", "c1", new())]));
            history.Add(new(AuthorRole.Tool, [new FunctionResultContent("F", "P", "c1", "drawn"), new ImageContent(Bytes, "image/png")]));
            await app.AskAsync(history);
        });
        Add("image beside a function call that a filter watches", static async app =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("seen"));
            app.With("P", () => "ok").WatchFilters();
            var history = new ChatHistory();
            history.AddUserMessage([new TextContent("look"), new ImageContent(Bytes, "image/png")]);
            await app.AskAsync(history, Say.Auto);
        });
        Add("images in a prompt", static async app =>
        {
            app.Script(Say.Text("seen"));
            await app.TryAsync("prompt", async () => app.Note("answer", (await app.Kernel.InvokePromptAsync(
                """<message role="user"><text>look</text><image>data:image/png;base64,AAEC</image><image>https://example.com/a.png</image></message>""",
                cancellationToken: app.Limit)).ToString()));
        });
        Add("history with an image that went through JSON", static async app =>
        {
            app.Script(Say.Text("seen"));
            var history = new ChatHistory();
            history.AddUserMessage([new TextContent("look"), Detailed("low"), new BinaryContent(Bytes, "application/pdf")]);
            await app.AskAsync(JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(history))!);
        });
    }

    private static async Task AskAsync(App app, ChatMessageContentItemCollection parts)
    {
        app.Script(Say.Text("seen"));
        var history = new ChatHistory();
        history.AddUserMessage(parts);
        await app.AskAsync(history);
    }

    private static ImageContent Detailed(object level) =>
        new(new Uri("https://example.com/a.png")) { Metadata = new Dictionary<string, object?> { ["ChatImageDetailLevel"] = level } };
}
