using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Differential.Scenarios;

/// <summary>What a call may look like, and what a function may do.</summary>
internal sealed class ToolCallScenarios : ScenarioList
{
    public ToolCallScenarios()
        : base("tool loops")
    {
        AddCalls();
        AddFunctions();
    }

    private enum Unit
    {
        Celsius,
        Fahrenheit,
    }

    private sealed record Place(string Name, double[] At, Place? Near = null);

    /// <summary>One call, and what the function makes of it.</summary>
    private void AddCall(string name, string function, string arguments, Delegate body) => AddBoth(name, async (app, streaming) =>
    {
        app.Script(Say.Call("c1", function, arguments), Say.Text("done"));
        app.With("P", body).WatchFilters();
        await app.AskAsync(Say.User("go"), streaming, Say.Auto);
    });

    private void AddCalls()
    {
        AddCall("a function the model made up", "Weather-Tomorrow", "{}", () => "never");
        AddCall("a call without plugin", "F", "{}", () => "found");
        AddCall("a call in other letters", "p-f", "{}", () => "found");
        AddCall("a call with a dot between", "P.F", "{}", () => "found");
        AddCall("arguments that are not JSON", "P-F", "city: Rome", (string city) => city);
        AddCall("arguments that are a list", "P-F", """["Rome"]""", (string city) => city);
        AddCall("empty arguments", "P-F", "", () => "ran");
        AddCall("arguments that are null", "P-F", "null", () => "ran");
        AddCall("arguments twice the same", "P-F", """{"x":1,"x":2}""", (int x) => x);
        AddCall("an argument in other letters", "P-F", """{"CITY":"Rome"}""", (string city) => city);
        AddCall("an argument that nobody asked for", "P-F", """{"city":"Rome","extra":{"a":[1,2]}}""", (string city) => city);
        AddCall("an argument left out", "P-F", "{}", (string city) => city);
        AddCall("an argument that cannot be converted", "P-F", """{"x":"seven"}""", (int x) => x);
        AddCall("a null for a parameter", "P-F", """{"city":null}""", (string? city) => city ?? "nowhere");
        AddCall("long arguments beyond ASCII", "P-F", $$"""{ "text" : "{{string.Concat(Enumerable.Repeat("Grüße 😀 \\u00e9\\n", 40))}}" }""", (string text) => text.Length);
        AddCall("default and optional parameters", "P-F", """{"city":"Rome"}""", (string city, int days = 3, string? unit = null, Unit scale = Unit.Fahrenheit) => $"{city} {days} {unit ?? "none"} {scale}");
        AddCall(
            "arguments of many types",
            "P-F",
            """{"count":"7","share":0.25,"sure":true,"scale":"celsius","on":"2030-01-02T03:04:05Z","place":{"Name":"Rome","At":[1.5,2]},"tags":["a","b"],"free":{"k":1}}""",
            (int count, double share, bool sure, Unit scale, DateTimeOffset on, Place place, List<string> tags, JsonElement free) =>
                string.Create(CultureInfo.InvariantCulture, $"{count} {share} {sure} {scale} {on:O} {place.Name} {place.At[0]} {tags.Count} {free}"));
        AddCall(
            "parameters with descriptions",
            "P-F",
            """{"city":"Rome"}""",
            [Description("Looks out of the window.")] ([Description("Where")] string city, [Description("How many days")] int days = 2) => $"{city} {days}");
        AddCall(
            "parameters that the kernel fills in",
            "P-F",
            """{"city":"Rome"}""",
            (Kernel kernel, KernelArguments arguments, KernelFunction function, ILogger logger, ILoggerFactory loggers, CultureInfo culture, IAIServiceSelector selector, CancellationToken cancellationToken, string city) =>
                $"{kernel.Plugins.Count} {arguments.Count} {function.Name} {logger.IsEnabled(LogLevel.Information)} {loggers.GetType().Name} '{culture}' {selector.GetType().Name} {cancellationToken.CanBeCanceled} {city}");
        AddCall("a function whose name has a hyphen", "Q-get-weather", "{}", () => "not this one");
    }

    private void AddFunctions()
    {
        AddBoth("a name with a hyphen, in the kernel", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "P-get-weather", "{}"), ("c2", "get-weather", "{}")), Say.Text("done"));
            app.With("P", KernelFunctionFactory.CreateFromMethod(() => "rain", "get-weather")).WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("one name in two plugins, called without plugin", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "F", "{}"), ("c2", "Q-F", "{}")), Say.Text("done"));
            app.With("P", () => "of P").With("Q", () => "of Q").WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("in the kernel but not offered", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "Q-F", "{}"), ("c2", "P-F", "{}")), Say.Text("done"));
            app.With("P", () => "of P").With("Q", () => "of Q").WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, new OpenAIPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto([app.Kernel.Plugins["P"]["F"]]) });
        });
        AddBoth("a function throws with a cause", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
            app.With("P", Task<string> () => throw new KernelException("outer", new InvalidOperationException("inner"))).WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("a function returns an exception", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
            app.With("P", () => new InvalidOperationException("not thrown"));
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("a function adds functions", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Call("c2", "New-F"), Say.Text("done"));
            app.With("P", (Kernel kernel) =>
            {
                kernel.Plugins.AddFromFunctions("New", [KernelFunctionFactory.CreateFromMethod(() => "new", "F")]);
                return "added";
            });
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("a function removes its plugin", static async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "P-F", "{}"), ("c2", "P-F", "{}")), Say.Call("c3", "P-F"), Say.Text("done"));
            app.With("P", (Kernel kernel) => kernel.Plugins.Remove(kernel.Plugins["P"]));
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("a function changes the history", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
            var history = new ChatHistory("Be brief.");
            history.AddUserMessage("a long story");
            history.AddUserMessage("go");
            app.With("P", () =>
            {
                history[0].Content = "Be verbose.";
                history.RemoveAt(1);
                history.Insert(1, new(AuthorRole.User, "a summary"));
                return "changed";
            });
            await app.AskAsync(history, streaming, Say.Auto);
        });
        AddBoth("a function changes its arguments", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F", """{"city":"Rome"}"""), Say.Text("done"));
            app.With("P", (KernelArguments arguments) =>
            {
                (arguments["city"], arguments["more"]) = ("Oslo", 1);
                return "changed";
            }).WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("a function asks the model", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("inner answer"), Say.Text("outer answer"));
            app.With("P", async (Kernel kernel, CancellationToken cancellationToken) => (await kernel.InvokePromptAsync("inner question", cancellationToken: cancellationToken)).ToString());
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
        AddBoth("a prompt function is called", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-Joke", """{"topic":"cats"}"""), Say.Text("Miaow."), Say.Text("done"));
            app.With("P", KernelFunctionFactory.CreateFromPrompt("A joke on {{$topic}}", new OpenAIPromptExecutionSettings { MaxTokens = 20 }, "Joke", "Tells a joke.")).WatchFilters();
            await app.AskAsync(Say.User("go"), streaming, Say.Auto);
        });
    }
}
