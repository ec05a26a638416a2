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
        var definition = new JsonObject { ["type"] = "mcp", ["server_label"] = tool.ServerName, [address] = tool.ServerAddress };
        if (tool.ServerDescription is { } description)
        {
            definition["server_description"] = description;
        }

        if (tool.AllowedTools is { } allowed)
        {
            definition["allowed_tools"] = Names(allowed);
        }

        if (tool.Headers is { Count: > 0 } headers)
        {
            definition["headers"] = new JsonObject([.. headers.Select(static header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))]);
        }

        if (tool.ApprovalMode is { } approval)
        {
            definition["require_approval"] = Approval(approval);
        }

        return definition;
    }

    private static JsonNode Approval(HostedMcpServerToolApprovalMode approval) => approval switch
    {
        HostedMcpServerToolAlwaysRequireApprovalMode => "always",
        HostedMcpServerToolNeverRequireApprovalMode => "never",
        HostedMcpServerToolRequireSpecificApprovalMode some => Approval(some),
        _ => throw new NotSupportedException($"An approval mode of type '{approval.GetType()}' is not supported."),
    };

    private static JsonObject Approval(HostedMcpServerToolRequireSpecificApprovalMode some)
    {
        var modes = new JsonObject();
        foreach (var (mode, names) in new[] { ("always", some.AlwaysRequireApprovalToolNames), ("never", some.NeverRequireApprovalToolNames) })
        {
            if (names is { Count: > 0 })
            {
                modes[mode] = new JsonObject { ["tool_names"] = Names(names) };
            }
        }

        return modes;
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(static name => (JsonNode)name)]);
}
