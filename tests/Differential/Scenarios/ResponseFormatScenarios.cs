using System.ComponentModel;
using System.Text.Json.Nodes;
using OpenAI.Chat;

namespace Differential.Scenarios;

/// <summary>Each form in which a response format is given.</summary>
internal sealed class ResponseFormatScenarios : ScenarioList
{
    private const string Schema = """{"type":"object","properties":{"Name":{"type":"string"}},"required":["Name"],"additionalProperties":false}""";

    private static readonly (string Name, Func<object?> Format)[] Forms =
    [
        ("text of the client", static () => ChatResponseFormat.CreateTextFormat()),
        ("JSON object of the client", static () => ChatResponseFormat.CreateJsonObjectFormat()),
        ("schema of the client", static () => ChatResponseFormat.CreateJsonSchemaFormat("place", BinaryData.FromString(Schema))),
        ("strict schema of the client with a description", static () => ChatResponseFormat.CreateJsonSchemaFormat("place", BinaryData.FromString(Schema), "A place", true)),
        ("schema of the client that is not strict", static () => ChatResponseFormat.CreateJsonSchemaFormat("place", BinaryData.FromString(Schema), null, false)),
        ("string json_object", static () => "json_object"),
        ("string text", static () => "text"),
        ("string of another kind", static () => "yaml"),
        ("string in capitals", static () => "JSON_OBJECT"),
        ("empty string", static () => ""),
        ("string that holds a schema", static () => Schema),
        ("element json_object", static () => Element("\"json_object\"")),
        ("element text", static () => Element("\"text\"")),
        ("element empty string", static () => Element("\"\"")),
        ("element null", static () => Element("null")),
        ("element of another string", static () => Element("\"yaml\"")),
        ("element number", static () => Element("1")),
        ("element array", static () => Element("[]")),
        ("element with schema, name and strict", static () => Element($$$"""{"type":"json_schema","json_schema":{"name":"place","strict":true,"schema":{{{Schema}}}}}""")),
        ("element with schema alone", static () => Element($$$"""{"type":"json_schema","json_schema":{"schema":{{{Schema}}}}}""")),
        ("element with strict as text", static () => Element($$$"""{"type":"json_schema","json_schema":{"name":"place","strict":"true","schema":{{{Schema}}}}}""")),
        ("element without schema", static () => Element("""{"type":"json_schema","json_schema":{"name":"place"}}""")),
        ("element in the flat form", static () => Element($$"""{"type":"json_schema","name":"place","schema":{{Schema}}}""")),
        ("element of type json_object", static () => Element("""{"type":"json_object"}""")),
        ("element that is a schema", static () => Element(Schema)),
        ("empty element", static () => Element("{}")),
        ("element without value", static () => default(JsonElement)),
        ("JSON node", static () => JsonNode.Parse($$$"""{"type":"json_schema","json_schema":{"name":"place","schema":{{{Schema}}}}}""")),
        ("number", static () => 1),
        ("anonymous object", static () => new { type = "json_object" }),
        ("binary data", static () => BinaryData.FromString(Schema)),
        ("format of Microsoft.Extensions.AI", static () => Microsoft.Extensions.AI.ChatResponseFormat.Json),
        ("type record", static () => typeof(Place)),
        ("type with descriptions and defaults", static () => typeof(Described)),
        ("type with enum and nullable members", static () => typeof(Order)),
        ("type nested in lists and dictionaries", static () => typeof(Nested)),
        ("type generic", static () => typeof(Box<List<float>>)),
        ("type struct", static () => typeof(Spot)),
        ("type nullable struct", static () => typeof(Spot?)),
        ("type with itself inside", static () => typeof(Tree)),
        ("type list", static () => typeof(List<Place>)),
        ("type array", static () => typeof(Place[])),
        ("type string", static () => typeof(string)),
        ("type enum", static () => typeof(DayOfWeek)),
        ("type object", static () => typeof(object)),
        ("type dictionary", static () => typeof(Dictionary<string, int>)),
        ("type with JSON names", static () => typeof(Named)),
    ];

    public ResponseFormatScenarios()
        : base("response formats")
    {
        foreach (var (name, format) in Forms)
        {
            Add(name, app => AskAsync(app, false, new OpenAIPromptExecutionSettings { ResponseFormat = format() }));
        }

        AddBoth("type record, asked twice", static async (app, streaming) =>
        {
            await AskAsync(app, streaming, new OpenAIPromptExecutionSettings { ResponseFormat = typeof(Place) });
            await AskAsync(app, streaming, new OpenAIPromptExecutionSettings { ResponseFormat = typeof(Place) });
        });
        Add("string in plain settings", static app => AskAsync(app, false, Plain("json_object")));
        Add("dictionary in plain settings", static app => AskAsync(app, false, Plain(new Dictionary<string, object>
        {
            ["type"] = "json_schema",
            ["json_schema"] = new Dictionary<string, object> { ["name"] = "place", ["schema"] = Element(Schema), ["strict"] = true },
        })));
        Add("type in plain settings", static app => AskAsync(app, false, Plain(typeof(Place))));
        Add("in settings from JSON", static app => AskAsync(app, false, JsonSerializer.Deserialize<OpenAIPromptExecutionSettings>(
            $$$"""{"response_format":{"type":"json_schema","json_schema":{"name":"place","schema":{{{Schema}}},"strict":true}} }""")!));
        Add("beside functions", static async app =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("""{"Name":"Oslo"}"""));
            app.With("P", () => "Oslo");
            await app.AskAsync(Say.User("where?"), new OpenAIPromptExecutionSettings { ResponseFormat = typeof(Place), FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() });
        });
    }

    private static async Task AskAsync(App app, bool streaming, PromptExecutionSettings settings)
    {
        app.Script(Say.Text("""{"Name":"Oslo"}"""));
        await app.AskAsync(Say.User("where?"), streaming, settings);
    }

    private static PromptExecutionSettings Plain(object format) => new() { ExtensionData = new Dictionary<string, object> { ["response_format"] = format } };

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;

    private sealed record Place(string Name);

    private sealed record Named([property: System.Text.Json.Serialization.JsonPropertyName("first-name")] string FirstName);

    [Description("What is described")]
    private sealed class Described
    {
        [Description("How many")]
        [DefaultValue(3)]
        public int Count { get; set; } = 3;

        [Description("What for")]
        public string? Purpose { get; set; }
    }

    private sealed record Order(DayOfWeek Day, DayOfWeek? Other, int? Count, DateTime At, Uri Link, Guid Key, TimeSpan Length);

    private sealed record Nested(List<List<Place>> Rows, Dictionary<string, Place> ByName, Place[] Flat, object Any);

    private sealed record Box<T>(T Content);

    private readonly record struct Spot(double X, double Y);

    private sealed record Tree(string Name, List<Tree> Children);
}
