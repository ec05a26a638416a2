using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Models;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a run of the code interpreter: the code as it is written, then that it runs. What it printed is shown on request only.</summary>
internal sealed class CodeInterpreterOutputWriter(
    EventStream events, string itemId, int outputIndex, ModelOutput.CodeInterpreterCall call, OutputSettings settings)
    : HostedOutputWriter(events, itemId, outputIndex, "code_interpreter_call")
{
    private const int PieceLength = 10;

    protected override JsonObject Item(string status, bool whole) => new()
    {
        ["id"] = ItemId,
        ["type"] = Family,
        ["status"] = status,
        ["code"] = whole ? call.Code : string.Empty,
        ["container_id"] = call.ContainerId,
        ["outputs"] = whole && settings.ShowsCodeOutputs
            ? new JsonArray([.. call.Logs.Select(static text => new JsonObject { ["type"] = "logs", ["logs"] = text })])
            : null,
    };

    protected override async Task WriteContentAsync()
    {
        await ProgressAsync("in_progress").ConfigureAwait(false);
        foreach (var piece in TextPieces.Split(call.Code, PieceLength))
        {
            await Events.SendDeltaAsync("response.code_interpreter_call_code.delta", piece, Place).ConfigureAwait(false);
        }

        if (End == ItemEnd.Open)
        {
            return;
        }

        await Events.SendAsync("response.code_interpreter_call_code.done", writer =>
        {
            Place(writer);
            writer.WriteString("code", call.Code);
        }).ConfigureAwait(false);

        // Code that was cut off is not run.
        await FinishAsync("interpreting").ConfigureAwait(false);
        await FinishAsync("completed").ConfigureAwait(false);
    }
}
