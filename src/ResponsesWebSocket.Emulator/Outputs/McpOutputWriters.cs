using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Models;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams the list of tools that a remote server offers, or that it could not be had.</summary>
internal sealed class McpListToolsOutputWriter(EventStream events, string itemId, int outputIndex, ModelOutput.McpListTools list)
    : HostedOutputWriter(events, itemId, outputIndex, "mcp_list_tools")
{
    // This item has no status.
    protected override JsonObject Item(string status, bool whole)
    {
        var item = new JsonObject
        {
            ["id"] = ItemId,
            ["type"] = Family,
            ["server_label"] = list.ServerLabel,
            ["tools"] = new JsonArray([.. whole && list.Error is null ? list.Tools.Select(static tool => (JsonNode)ToJson(tool)) : []]),
        };
        if (whole && list.Error is { } error)
        {
            item["error"] = error;
        }

        return item;
    }

    protected override async Task WriteContentAsync()
    {
        await ProgressAsync("in_progress").ConfigureAwait(false);
        await FinishAsync(list.Error is null ? "completed" : "failed").ConfigureAwait(false);
    }

    private static JsonObject ToJson(ModelMcpTool tool) => new()
    {
        ["name"] = tool.Name,
        ["description"] = tool.Description,
        ["input_schema"] = JsonNode.Parse(tool.InputSchema),
        ["annotations"] = null,
    };
}

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

/// <summary>Streams the question whether a remote server's tool may be called. It has no status and nothing happens inside it.</summary>
internal sealed class McpApprovalRequestOutputWriter(
    EventStream events, string itemId, int outputIndex, ModelOutput.McpApprovalRequest request)
    : OutputWriter(events, itemId, outputIndex)
{
    protected override JsonObject Item(string status, bool whole) => new()
    {
        ["id"] = ItemId,
        ["type"] = "mcp_approval_request",
        ["server_label"] = request.ServerLabel,
        ["name"] = request.Name,
        ["arguments"] = request.Arguments,
    };

    protected override Task WriteContentAsync() => Task.CompletedTask;
}
