using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AI = Microsoft.Extensions.AI;

namespace Differential.Scenarios;

/// <summary>What functions give back, by type: what the model reads of it, and what the history holds.</summary>
internal sealed class ResultTypeScenarios : ScenarioList
{
    private static readonly (string Name, Delegate Body)[] Plain =
    [
        ("string", () => "plain"),
        ("empty string", () => ""),
        ("string that is JSON", () => """{"a": 1}"""),
        ("string beyond ASCII", () => "Grüße 😀 你好 \u2028 \0 end"),
        ("very long string", () => new string('x', 100_000)),
        ("HTML in a list", () => new List<string> { "<a href='x'>&amp; \"b\"</a>" }),
        ("int", () => 42),
        ("long at its limit", () => long.MaxValue),
        ("double", () => 0.1 + 0.2),
        ("double that is not a number", () => double.NaN),
        ("decimal", () => 1.10m),
        ("bool", () => true),
        ("char", () => 'ü'),
        ("Guid", () => new Guid("0f8fad5b-d9cb-469f-a165-70867728950e")),
        ("DateTime", () => new DateTime(2024, 2, 29, 12, 30, 0, DateTimeKind.Utc)),
        ("DateTimeOffset", () => new DateTimeOffset(2024, 2, 29, 12, 30, 0, TimeSpan.FromHours(2))),
        ("TimeSpan", () => new TimeSpan(1, 2, 3, 4)),
        ("DateOnly", () => new DateOnly(2024, 2, 29)),
        ("Uri", () => new Uri("https://example.com/ä?q=1&r=2")),
        ("enum", () => DayOfWeek.Friday),
        ("bytes", () => new byte[] { 1, 2, 255 }),
        ("nullable without value", () => (int?)null),
        ("null string", () => (string?)null),
        ("void", () => { }),
        ("Task", () => Task.CompletedTask),
        ("ValueTask of int", () => ValueTask.FromResult(7)),
        ("Task of record", () => Task.FromResult(new Place("Oslo", 700_000))),
        ("IAsyncEnumerable", () => CountAsync()),
        ("IEnumerable that is lazy", () => Enumerable.Range(1, 3).Select(static number => number * 2)),
        ("record", () => new Place("Köln", 1_000_000)),
        ("record struct", () => new Spot(1.5, -2)),
        ("class with JSON names", () => new Named()),
        ("derived object as its base", Animal () => new Dog("Rex", true)),
        ("anonymous", () => new { Text = "ﾃｽﾄ", Inner = new { None = (string?)null } }),
        ("dictionary", () => new Dictionary<string, object?> { ["b"] = 1, ["a"] = new[] { "x" }, ["n"] = null }),
        ("dictionary with int keys", () => new Dictionary<int, string> { [2] = "two" }),
        ("list of records", () => new List<Place> { new("Oslo", 1), new("Rome", 2) }),
        ("empty array", () => Array.Empty<int>()),
        ("jagged array", () => new int[][] { [1, 2], [] }),
        ("tuple", () => (Name: "x", Count: 2)),
        ("Tuple class", () => Tuple.Create("x", 2)),
        ("JsonElement object", () => JsonDocument.Parse("""{ "a" : [1, 2.50] }""").RootElement),
        ("JsonElement string", () => JsonDocument.Parse("\"text\"").RootElement),
        ("JsonNode", () => JsonNode.Parse("""{ "a" : "ü" }""")),
        ("JsonDocument", () => JsonDocument.Parse("[1]")),
    ];

    private static readonly (string Name, Delegate Body)[] OfKernel =
    [
        ("ChatMessageContent", () => new ChatMessageContent(AuthorRole.Assistant, "said")),
        ("ChatMessageContent with two texts", () => new ChatMessageContent(AuthorRole.User, [new TextContent("one"), new TextContent("two")])),
        ("list of ChatMessageContent", () => new List<ChatMessageContent> { new(AuthorRole.User, "a"), new(AuthorRole.Assistant, "b") }),
        ("ChatHistory", () => new ChatHistory("system text")),
        ("TextContent", () => new TextContent("text", "model", metadata: new Dictionary<string, object?> { ["k"] = 1 })),
        ("ImageContent by data", () => new ImageContent(new byte[] { 1, 2, 3 }, "image/png")),
        ("ImageContent by address", () => new ImageContent(new Uri("https://example.com/a.png"))),
        ("list of ImageContent", () => new List<ImageContent> { new(new Uri("https://example.com/a.png")) }),
        ("BinaryContent", () => new BinaryContent(new byte[] { 1, 2, 3 }, "application/pdf")),
        ("KernelContent as its base", KernelContent () => new TextContent("text")),
        ("FunctionResultContent", () => new FunctionResultContent("f", "p", "id", "inner result")),
        ("FunctionResult", (KernelFunction own) => new FunctionResult(own, 5)),
        ("ChatMessage of Microsoft.Extensions.AI", () => new AI.ChatMessage(AI.ChatRole.Assistant, "said")),
        ("AIContent of Microsoft.Extensions.AI", () => new AI.UriContent("https://example.com/a.png", "image/png")),
        ("exception object", () => new InvalidOperationException("returned, not thrown")),
        ("cyclic object", () => Cycle()),
        ("Stream", () => new MemoryStream([1, 2, 3])),
        ("Type", () => typeof(string)),
        ("delegate", () => (Func<int>)(static () => 1)),
        ("object whose getter throws", () => new Thrower()),
        ("CancellationToken", () => CancellationToken.None),
    ];

    public ResultTypeScenarios()
        : base("result types")
    {
        foreach (var (name, body) in Plain.Concat(OfKernel))
        {
            Add(name, app => RunAsync(app, body));
        }

        AddBoth("values of several types in one round", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "A-F", "{}"), ("c2", "B-F", "{}"), ("c3", "C-F", "{}")), Say.Text("done"));
            app.With("A", () => new Place("Oslo", 1)).With("B", () => new ImageContent(new Uri("https://example.com/a.png"))).With("C", () => new[] { 1.5, 2 });
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("a result without JSON form among good ones", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "A-F", "{}"), ("c2", "B-F", "{}"), ("c3", "C-F", "{}")), Say.Text("done"));
            app.With("A", () => 1).With("B", () => Cycle()).With("C", () => 3);
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        Add("raw results that the application sends itself", static async app =>
        {
            app.Script(Say.Calls(("c1", "A-F", "{}"), ("c2", "B-F", "{}"), ("c3", "C-F", "{}")), Say.Text("done"));
            app.With("A", () => new Place("Köln", 1)).With("B", () => (string?)null).With("C", () => new List<string> { "<a>", "b" });
            var history = Say.User("go");
            var calls = (await app.AskAsync(history, Say.Manual))!;
            history.Add(calls);
            foreach (var call in FunctionCallContent.GetFunctionCalls(calls))
            {
                history.Add((await call.InvokeAsync(app.Kernel)).ToChatMessage());
            }

            await app.AskAsync(history, Say.Manual);
        });
    }

    private static async Task RunAsync(App app, Delegate body)
    {
        app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
        app.With("P", body).WatchFilters();
        await app.AskAsync(Say.User("go"), Say.Auto);
    }

    private static async IAsyncEnumerable<int> CountAsync()
    {
        await Task.CompletedTask;
        yield return 1;
        yield return 2;
    }

    private static Node Cycle()
    {
        var node = new Node();
        node.Next = node;
        return node;
    }

    private sealed record Place(string Name, int People);

    private readonly record struct Spot(double X, double Y);

    private record Animal(string Name);

    private sealed record Dog(string Name, bool Barks) : Animal(Name);

    private sealed class Named
    {
        [JsonPropertyName("first-name")]
        public string FirstName { get; } = "Ada";

        [JsonIgnore]
        public string Secret { get; } = "hidden";
    }

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    private sealed class Thrower
    {
        [SuppressMessage("Design", "CA1065", Justification = "What such a result does is the question.")]
        public string Value => throw new InvalidOperationException("getter");
    }
}
