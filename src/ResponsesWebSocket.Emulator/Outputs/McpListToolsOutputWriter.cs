using System.Text.Json.Nodes;

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
