using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Models;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a call of a remote server's tool, which the service makes itself.</summary>
internal sealed class McpCallOutputWriter(EventStream events, string itemId, int outputIndex, ModelOutput.McpCall call)
    : HostedOutputWriter(events, itemId, outputIndex, "mcp_call")
{
    private const int PieceLength = 10;

    protected override JsonObject Item(string status, bool whole)
    {
        var isDone = status == "completed";
        return new()
        {
            ["id"] = ItemId,
            ["type"] = Family,
            ["status"] = isDone && call.Error is not null ? "failed" : status,
            ["approval_request_id"] = call.ApprovalRequestId,
            ["server_label"] = call.ServerLabel,
            ["name"] = call.Name,
            ["arguments"] = whole ? call.Arguments : string.Empty,
            ["output"] = isDone && call.Error is null ? call.Output : null,
            ["error"] = isDone ? call.Error : null,
        };
    }

    protected override async Task WriteContentAsync()
    {
        await ProgressAsync("in_progress").ConfigureAwait(false);
        foreach (var piece in TextPieces.Split(call.Arguments, PieceLength))
        {
            await Events.SendDeltaAsync("response.mcp_call_arguments.delta", piece, Place).ConfigureAwait(false);
        }

        if (End == ItemEnd.Open)
        {
            return;
        }

        await Events.SendAsync("response.mcp_call_arguments.done", writer =>
        {
            Place(writer);
            writer.WriteString("arguments", call.Arguments);
        }).ConfigureAwait(false);
        await FinishAsync(call.Error is null ? "completed" : "failed").ConfigureAwait(false);
    }
}
