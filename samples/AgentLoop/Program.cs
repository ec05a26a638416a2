using AgentLoop;
using Microsoft.Extensions.Options;
using ResponsesWebSocket.Client;
using ResponsesWebSocket.Emulator;

if (!SampleOptions.TryParse(args, out var options, out var complaint))
{
    Console.Error.WriteLine(complaint);
    Console.Error.WriteLine(SampleOptions.Usage);
    return 2;
}

if (options.Help)
{
    Console.WriteLine(SampleOptions.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

// With a key the real service answers, without one (or with --local) a local server that plays it. The code below is the same for both.
await using var service = await SampleService.StartAsync(new ScriptedAgentModel(), options.Local, stop.Token);

var turns = new List<TurnReport>();
using IRunView view = options.Json ? new JsonView() : TableView.IsPossible ? new TableView() : new LinesView();

var builder = Kernel.CreateBuilder();
builder.AddResponsesWebSocketChatCompletion(service.Model, connection =>
{
    connection.ApiKey = service.ApiKey;
    connection.Endpoint = service.Endpoint;
    connection.TurnCompleted = turn =>
    {
        turns.Add(turn);
        view.Turn(turns.Count, turn);
    };
});
var kernel = builder.Build();
var tools = new WorkspaceTools(options.Workspace, options.ReportPath);
kernel.Plugins.AddFromObject(tools, "Workspace");

try
{
    view.Begin(options, service);
    var answer = await Agent.RunAsync(kernel, options.Stream, stop.Token);
    view.End(new RunSummary(options, turns, tools.Calls, tools.ReportPath, answer, service.IsEmulated));
    return tools.ReportPath is null ? 1 : 0;
}
catch (Exception failure) when (failure is HttpOperationException or OptionsValidationException)
{
    // First the end of what draws over the screen.
    view.Dispose();
    Console.Error.WriteLine(failure.Message);
    // The types and texts are the stock connector's; within them the client's exception says what to change.
    if (Causes(failure).OfType<ResponsesWebSocketException>().FirstOrDefault() is { } advice)
    {
        Console.Error.WriteLine(advice.Message);
    }

    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
finally
{
    (kernel.Services as IDisposable)?.Dispose();
}

static IEnumerable<Exception> Causes(Exception failure)
{
    for (var cause = failure.InnerException; cause is not null; cause = cause.InnerException)
    {
        yield return cause;
    }
}
