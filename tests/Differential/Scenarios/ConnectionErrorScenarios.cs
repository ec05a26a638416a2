using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Differential.Scenarios;

/// <summary>What an error handler can read when the network says no.</summary>
internal sealed class ConnectionErrorScenarios : ScenarioList
{
    public ConnectionErrorScenarios()
        : base("errors")
    {
        AddBoth("a wrong key", static (app, streaming) => AskElsewhereAsync(app, streaming, app.Server.Endpoint, "wrong-key"));
        AddBoth("a port that nobody listens on", static (app, streaming) => AskElsewhereAsync(app, streaming, new("http://127.0.0.1:1/v1"), "test-key"));
        AddBoth("a path that the server does not have", static (app, streaming) =>
            AskElsewhereAsync(app, streaming, new UriBuilder(app.Server.Endpoint) { Path = "/elsewhere" }.Uri, "test-key"));
        AddBoth("the server goes between two questions", static async (app, streaming) =>
        {
            app.Script(Say.Text("one"));
            await app.AskAsync(Say.User("hi"), streaming);
            await app.StopServerAsync();
            await app.AskAsync(Say.User("hi"), streaming);
        });
        AddBoth("the given HttpClient's timeout", static async (app, streaming) =>
        {
            // An HttpClient's timeout runs by the clock on the wall: whether the request gets out before is the machine's to say.
            app.ComparesRequests = false;
            app.Script(Say.Text("late"));
            var gate = app.HoldModel();
            // The model speaks after all, so that an application that waits longer comes to an end too.
            var speaks = Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, app.Limit).ContinueWith(_ => gate.Release(), TaskScheduler.Default);
            await AskWithAsync(app, streaming, new HttpClient { Timeout = TimeSpan.FromMilliseconds(300) });
            await speaks;
        });
        AddBoth("a handler that throws", static (app, streaming) =>
            AskWithAsync(app, streaming, InlineHandler.Throwing(static () => new InvalidOperationException("No token for you."))));
        AddBoth("a handler that throws an HTTP exception", static (app, streaming) =>
            AskWithAsync(app, streaming, InlineHandler.Throwing(static () => new HttpRequestException("No route.", null, HttpStatusCode.BadGateway))));
        AddBoth("an error without a body", static (app, streaming) =>
            AskWithAsync(app, streaming, InlineHandler.Answering(static () => new(HttpStatusCode.BadGateway) { Content = new StringContent("") })));
        AddBoth("an error whose body is a page", static (app, streaming) =>
            AskWithAsync(app, streaming, InlineHandler.Answering(static () => new(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("<html>Down</html>") })));
        AddBoth("an error whose body is other JSON", static (app, streaming) =>
            AskWithAsync(app, streaming, InlineHandler.Answering(static () => new(HttpStatusCode.Forbidden) { Content = new StringContent("""{"reason":"blocked"}""") })));
        AddBoth("the connection is lost before any text", static async (app, streaming) =>
        {
            app.ComparesRequests = false;
            app.Script(Say.Text("never heard"), Say.Text("nor this"));
            app.Server.Faults.DropBeforeTurn(1);
            app.Server.Faults.DropBeforeTurn(2);
            await app.AskAsync(Say.User("hi"), streaming);
        });
        AddBoth("the connection is lost in the middle of the text", static async (app, streaming) =>
        {
            app.ComparesRequests = false;
            app.Script(ModelAnswer.Deltas("Half ", "an ", "answer"));
            app.Server.Faults.DropAfterEvent(1, "response.output_text.delta", 2);
            await app.AskAsync(Say.User("hi"), streaming);
        });
        AddBoth("the connection is lost in the second round", static async (app, streaming) =>
        {
            app.ComparesRequests = false;
            app.Script(Say.Call("c1", "P-F"), ModelAnswer.Deltas("Half ", "an ", "answer"));
            app.With("P", () => "ran").Server.Faults.DropAfterEvent(2, "response.output_text.delta", 2);
            await app.AskAsync(Say.User("hi"), streaming, Say.Auto);
        });
    }

    private static Task AskElsewhereAsync(App app, bool streaming, Uri endpoint, string key) =>
        app.AskAsync(app.NewKernel(builder => app.Connector.Add(builder, App.Model, endpoint, key, null, retries: false)), Say.User("hi"), streaming);

    /// <summary>The client lies in the container, where every registration looks for it.</summary>
    private static async Task AskWithAsync(App app, bool streaming, HttpClient client)
    {
        using var owned = client;
        await app.AskAsync(app.NewKernel(builder => builder.Services.AddSingleton(owned)), Say.User("hi"), streaming);
    }
}
