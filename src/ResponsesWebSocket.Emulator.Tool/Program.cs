using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator;
using ResponsesWebSocket.Emulator.Tool;

var command = new EmulatorCommand();
command.SetAction((line, _) => RunAsync(line));
var parsed = command.Read(args);
if (parsed.Errors.Count > 0)
{
    // Not left to the library, which would exit with 1 and write to the output that holds nothing but the ready line.
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, [.. parsed.Errors.Select(static error => error.Message), "Try --help."])).ConfigureAwait(false);
    return 2;
}

// Signals are heard below: the library would give the server two seconds and then another exit code.
return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);

async Task<int> RunAsync(ParseResult line)
{
    if (line.GetValue(command.ScriptSchema))
    {
        Console.WriteLine(ModelScript.Schema.TrimEnd());
        return 0;
    }

    var record = line.GetValue(command.Record);
    using var recordFile = RecordingFile.Open(record, out var problem);
    if (problem is not null)
    {
        await Console.Error.WriteLineAsync(problem).ConfigureAwait(false);
        return 2;
    }

    var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    var port = line.GetValue(command.Port);
    try
    {
        var emulator = await ResponsesEmulator.StartAsync(new()
        {
            Port = port,
            ApiKey = line.GetRequiredValue(command.ApiKey),
            Model = line.GetValue(command.Script) ?? line.GetValue(command.Model) ?? new DirectiveModel(),
            Profile = line.GetValue(command.Profile),
            FaultPlan = line.GetValue(command.Faults) ?? FaultPlan.Empty,
            Costs = line.GetValue(command.Costs),
            // Nobody reads the journal of a program but its recording, which has each entry as it is made.
            Limits = new() { JournalBytes = 64 * 1024 * 1024 },
        }).ConfigureAwait(false);
        await using var ending = emulator.ConfigureAwait(false);
        // Not disposed: what the end of the server brings about belongs to the recording too.
        var recording = recordFile is null ? null : emulator.Journal.RecordTo(recordFile);
        Console.WriteLine(new JsonObject
        {
            ["url"] = emulator.Endpoint.AbsoluteUri,
            ["webSocketUrl"] = emulator.WebSocketEndpoint.AbsoluteUri,
            ["apiKey"] = emulator.ApiKey,
        }.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        return await RecordingFile.WatchAsync(recording, record, stopped.Task).ConfigureAwait(false);
    }
    catch (Exception exception) when (exception is IOException or SocketException)
    {
        await Console.Error.WriteLineAsync($"The emulator could not listen on port {port}: {exception.Message}").ConfigureAwait(false);
        return 1;
    }

    void Stop(PosixSignalContext context)
    {
        // Cancelled, so that the process ends through its own clean-up instead of the runtime's.
        context.Cancel = true;
        stopped.TrySetResult();
    }
}
