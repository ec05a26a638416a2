using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>A remote MCP server as an entry of <c>tools</c>.</summary>
internal static class McpServerTool
{
    public static JsonObject Definition(HostedMcpServerTool tool)
    {
        // What is no address is the name of one of the service's own connectors.
        var address = Uri.TryCreate(tool.ServerAddress, UriKind.Absolute, out _) ? "server_url" : "connector_id";
        return RawJson.Object(
            ("type", "mcp"),
            ("server_label", tool.ServerName),
            (address, tool.ServerAddress),
            ("server_description", tool.ServerDescription),
            ("allowed_tools", tool.AllowedTools is { } allowed ? RawJson.Array(allowed) : null),
            ("headers", tool.Headers is { Count: > 0 } headers ? new JsonObject(headers.Select(static header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))) : null),
            ("require_approval", tool.ApprovalMode is { } approval ? Approval(approval) : null));
    }

    private static JsonNode Approval(HostedMcpServerToolApprovalMode approval) => approval switch
    {
        HostedMcpServerToolAlwaysRequireApprovalMode => "always",
        HostedMcpServerToolNeverRequireApprovalMode => "never",
        HostedMcpServerToolRequireSpecificApprovalMode some => Approval(some),
        _ => throw new NotSupportedException($"An approval mode of type '{approval.GetType()}' is not supported."),
    };

    private static JsonObject Approval(HostedMcpServerToolRequireSpecificApprovalMode some) =>
        RawJson.Object(("always", Named(some.AlwaysRequireApprovalToolNames)), ("never", Named(some.NeverRequireApprovalToolNames)));

    private static JsonObject? Named(IList<string>? names) => names is { Count: > 0 } ? new JsonObject { ["tool_names"] = RawJson.Array(names) } : null;
}
