using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Differential.Scenarios;

/// <summary>What functions take, by type: the schema that the model is offered, and what the function gets.</summary>
internal sealed class ParameterTypeScenarios : ScenarioList
{
    private static readonly (string Name, Func<App, Delegate> Body, string Arguments)[] Kinds =
    [
        ("string", static app => (string a) => Got(app, a), """{"a":"x\n\"ü\""}"""),
        ("int", static app => (int a) => Got(app, a), """{"a":42}"""),
        ("int as text", static app => (int a) => Got(app, a), """{"a":"42"}"""),
        ("double", static app => (double a) => Got(app, a), """{"a":1.50e3}"""),
        ("decimal", static app => (decimal a) => Got(app, a), """{"a":0.10}"""),
        ("long beyond double", static app => (long a) => Got(app, a), """{"a":9007199254740993}"""),
        ("bool", static app => (bool a) => Got(app, a), """{"a":true}"""),
        ("enum by name", static app => (DayOfWeek a) => Got(app, a), """{"a":"Friday"}"""),
        ("enum by number", static app => (DayOfWeek a) => Got(app, a), """{"a":5}"""),
        ("Guid", static app => (Guid a) => Got(app, a), """{"a":"0f8fad5b-d9cb-469f-a165-70867728950e"}"""),
        ("DateTime", static app => (DateTime a) => Got(app, a), """{"a":"2024-02-29T12:30:00Z"}"""),
        ("DateTimeOffset", static app => (DateTimeOffset a) => Got(app, a), """{"a":"2024-02-29T12:30:00+02:00"}"""),
        ("TimeSpan", static app => (TimeSpan a) => Got(app, a), """{"a":"01:02:03"}"""),
        ("Uri", static app => (Uri a) => Got(app, a), """{"a":"https://example.com/x"}"""),
        ("nullable given null", static app => (int? a) => Got(app, a), """{"a":null}"""),
        ("nullable given a value", static app => (int? a) => Got(app, a), """{"a":3}"""),
        ("optional left out", static app => (string a, int b = 7, string? c = null) => Got(app, $"{a} {b} {c ?? "null"}"), """{"a":"x"}"""),
        ("array", static app => (int[] a) => Got(app, string.Join('|', a)), """{"a":[1,2]}"""),
        ("list of strings", static app => (List<string> a) => Got(app, string.Join('|', a)), """{"a":["x","y"]}"""),
        ("list of records", static app => (List<Place> a) => Got(app, string.Join('|', a)), """{"a":[{"Name":"Oslo","Size":1},{"Name":"Rome","Size":2}]}"""),
        ("dictionary", static app => (Dictionary<string, int> a) => Got(app, string.Join('|', a)), """{"a":{"x":1,"y":2}}"""),
        ("record", static app => (Place a) => Got(app, a), """{"a":{"Name":"Oslo","Size":1}}"""),
        ("nested record", static app => (Trip a) => Got(app, a), """{"a":{"From":{"Name":"Oslo","Size":1},"To":null,"Mode":"Walk"}}"""),
        ("JsonElement", static app => (JsonElement a) => Got(app, a), """{"a":{"x":[1, 2]}}"""),
        ("JsonNode", static app => (JsonNode a) => Got(app, a.ToJsonString()), """{"a":{"x":[1, 2]}}"""),
        ("object given a number", static app => (object a) => Got(app, a), """{"a":1.5}"""),
        ("object given an object", static app => (object a) => Got(app, a), """{"a":{"x":1}}"""),
        ("string given an object", static app => (string a) => Got(app, a), """{"a":{"x": 1}}"""),
        ("bytes", static app => (byte[] a) => Got(app, Convert.ToHexString(a)), """{"a":"AQL/"}"""),
        ("missing required", static app => (string a, string b) => Got(app, a + b), """{"a":"x"}"""),
        ("null for a required string", static app => (string a) => Got(app, a ?? "null"), """{"a":null}"""),
        ("wrong type", static app => (int a) => Got(app, a), """{"a":"many"}"""),
        ("wrong shape", static app => (Place a) => Got(app, a), """{"a":[1]}"""),
        ("extra arguments", static app => (string a) => Got(app, a), """{"a":"x","b":1,"A2":{"y":[]}}"""),
        ("name in other case", static app => (string city) => Got(app, city), """{"City":"Oslo"}"""),
        ("no parameters given some", static app => () => Got(app, "called"), """{"a":1}"""),
        ("array for arguments", static app => (string a) => Got(app, a), """["x"]"""),
        ("null for arguments", static app => (string a = "default") => Got(app, a), "null"),
        ("empty text for arguments", static app => (string a = "default") => Got(app, a), ""),
        ("the same argument twice", static app => (string a) => Got(app, a), """{"a":"1","a":"2"}"""),
        ("described", static app => ([Description("Where to look")] string a, [Description("How many"), DefaultValue(3)] int b) => Got(app, $"{a} {b}"), """{"a":"x","b":2}"""),
        ("kernel, token and arguments", static app => (Kernel kernel, CancellationToken token, KernelArguments all, string a) =>
            Got(app, $"{ReferenceEquals(kernel, app.Kernel)} {token.CanBeCanceled} {string.Join('|', all.Select(static pair => $"{pair.Key}={pair.Value}"))} {a}"), """{"a":"x","b":2}"""),
        ("logger, culture and selector", static app => (ILoggerFactory loggers, CultureInfo culture, IServiceProvider services, string a) =>
            Got(app, $"{loggers is not null} {culture.Name} {services.GetService<ILoggerFactory>() is not null} {a}"), """{"a":"x"}"""),
    ];

    public ParameterTypeScenarios()
        : base("parameter types")
    {
        foreach (var (name, body, arguments) in Kinds)
        {
            Add(name, app => RunAsync(app, body(app), arguments, Say.Auto));
        }

        Add("strict schema of optional, nested and nullable", static app => RunAsync(
            app,
            (Trip a, string b = "x", int? c = null, List<Place>? d = null) => Got(app, $"{a} {b} {c} {d?.Count}"),
            """{"a":{"From":{"Name":"Oslo","Size":1},"To":null,"Mode":"Walk"},"b":null,"c":null,"d":null}""",
            new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowStrictSchemaAdherence = true }) }));
        Add("strict schema with properties named like keywords", static app => RunAsync(
            app,
            (Keywords a) => Got(app, a),
            """{"a":{"format":"f","pattern":"p","default":"d"}}""",
            new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowStrictSchemaAdherence = true }) }));
        Add("parsed for the application alone", static async app =>
        {
            app.Script(Say.Call("c1", "P-F", """{"text":"x","number":1.5,"flag":true,"none":null,"list":[1],"object":{"y":"z"}}"""));
            app.With("P", (string text) => text);
            await app.AskAsync(Say.User("go"), Say.Manual);
        });
        Add("parameters by metadata without schema", static async app =>
        {
            app.Script(Say.Call("c1", "P-Bare", """{"first":"1","second":"2"}"""), Say.Text("done"));
            app.With("P", KernelFunctionFactory.CreateFromMethod(
                (KernelArguments all) => Got(app, string.Join('|', all.Keys)),
                "Bare",
                "Takes what it gets.",
                [new("first") { Description = "One", IsRequired = true }, new("second") { DefaultValue = "two", Description = "Two" }]));
            await app.AskAsync(Say.User("go"), Say.Auto);
        });
    }

    private static async Task RunAsync(App app, Delegate body, string arguments, OpenAIPromptExecutionSettings settings)
    {
        app.Script(Say.Call("c1", "P-F", arguments), Say.Text("done"));
        app.With("P", body).WatchFilters();
        await app.AskAsync(Say.User("go"), settings);
    }

    private static string Got(App app, object? value)
    {
        app.Note("got.type", value?.GetType());
        app.Note("got", value);
        return "ok";
    }

    private sealed record Place(string Name, int Size);

    private sealed record Trip(Place From, Place? To, TravelMode Mode);

    private enum TravelMode
    {
        Walk,
        Fly,
    }

    private sealed record Keywords(
        [property: JsonPropertyName("format")] string Format,
        [property: JsonPropertyName("pattern")] string Pattern,
        [property: JsonPropertyName("default")] string Default);
}
