using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator;
using ResponsesWebSocket.Emulator.Hosting;
using ResponsesWebSocket.Emulator.Protocol;

CommandLine line;
try
{
    line = CommandLine.Parse(args);
}
catch (FormatException exception)
{
    await Console.Error.WriteLineAsync($"{exception.Message}{Environment.NewLine}Try --help.").ConfigureAwait(false);
    return 2;
}

if (line.Help || line.ScriptSchema)
{
    Console.WriteLine(line.Help ? CommandLine.HelpText : ModelScript.Schema.TrimEnd());
    return 0;
}

using var recordFile = RecordingFile.Open(line.Record, out var problem);
if (problem is not null)
{
    await Console.Error.WriteLineAsync(problem).ConfigureAwait(false);
    return 2;
}

var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    var emulator = await ResponsesEmulator.StartAsync(new()
    {
        Port = line.Port,
        ApiKey = line.ApiKey,
        Model = line.Model,
        Profile = line.Profile,
        FaultPlan = line.Faults,
        Costs = line.Costs,
        // Nobody reads the journal of a program but its recording, which has each entry as it is made.
        Limits = new() { JournalBytes = 64 * 1024 * 1024 },
    }).ConfigureAwait(false);
    await using var ending = emulator.ConfigureAwait(false);
    // Not disposed: what the end of the server brings about belongs to the recording too.
    var recording = recordFile is null ? null : emulator.Journal.RecordTo(recordFile);
    Console.WriteLine(JsonText.ToElement(new JsonObject
    {
        ["url"] = emulator.Endpoint.AbsoluteUri,
        ["webSocketUrl"] = emulator.WebSocketEndpoint.AbsoluteUri,
        ["apiKey"] = emulator.ApiKey,
    }).GetRawText());
    return await RecordingFile.WatchAsync(recording, line.Record, stopped.Task).ConfigureAwait(false);
}
catch (Exception exception) when (exception is IOException or SocketException)
{
    await Console.Error.WriteLineAsync($"The emulator could not listen on port {line.Port}: {exception.Message}").ConfigureAwait(false);
    return 1;
}

void Stop(PosixSignalContext context)
{
    // Cancelled, so that the process ends through its own clean-up instead of the runtime's.
    context.Cancel = true;
    stopped.TrySetResult();
}
