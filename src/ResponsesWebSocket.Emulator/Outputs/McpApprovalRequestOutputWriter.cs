using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

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
