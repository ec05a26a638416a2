using System.Text.Json;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.History;

/// <summary>
/// What has to be sent so that the model sees the tools of this turn and no others, given those that the chain holds already. A
/// grown set sends what is new; a narrowed one is said by <c>tool_choice</c>; what neither can say is sent anew with the history.
/// </summary>
internal static class ToolDelta
{
    public static PlannedTurn Apply(PlannedTurn planned, TurnRequest request, bool asItems)
    {
        var held = planned.Parent?.Tools ?? [];
        if (!asItems || request.Fields?.ContainsKey("tools") == true || request.Fields?.ContainsKey("tool_choice") == true)
        {
            // As a field they would add to what the chain holds.
            return held.Count == 0 ? planned : Anew(planned, tools: null);
        }

        var wanted = request.Tools ?? [];
        var fresh = new ToolItems(wanted, request.ToolChoice, wanted);
        if (planned.Parent is null)
        {
            return planned with { Tools = fresh };
        }

        var added = wanted.Where(tool => !held.Any(tool.IsSame)).ToList();
        List<TurnTool> after = [.. held, .. added];
        if (added.Exists(tool => held.Any(tool.Collides)))
        {
            return Anew(planned, fresh);
        }

        if (after.Count == wanted.Count)
        {
            return planned with { Tools = new(added, request.ToolChoice, after) };
        }

        return Narrowed(wanted, request.ToolChoice) is { } choice ? planned with { Tools = new(added, choice, after) } : Anew(planned, fresh);
    }

    private static PlannedTurn Anew(PlannedTurn planned, ToolItems? tools) => PlannedTurn.Replay(PlanReason.ToolsChanged, planned.Preferred) with { Tools = tools };

    /// <returns>Null when it cannot be said.</returns>
    private static JsonElement? Narrowed(IReadOnlyList<TurnTool> wanted, JsonElement? choice)
    {
        if (choice is { ValueKind: JsonValueKind.Object })
        {
            // It names the one tool that may be called.
            return choice;
        }

        var mode = choice is { ValueKind: JsonValueKind.String } text ? text.GetString() : "auto";
        if (mode == "none" || wanted.Count == 0)
        {
            return JsonElement.Parse("\"none\""u8);
        }

        return wanted.All(static tool => tool.Type is "function" or "custom") ? Allowed(wanted, mode!) : null;
    }

    private static JsonElement Allowed(IReadOnlyList<TurnTool> wanted, string mode) => JsonElement.Parse(WireJson.WriteObject(writer =>
    {
        writer.WriteString("type"u8, "allowed_tools"u8);
        writer.WriteString("mode"u8, mode);
        writer.WriteArray("tools"u8, wanted.Select(static tool => WireJson.WriteObject(named =>
        {
            named.WriteString("type"u8, tool.Type);
            named.WriteString("name"u8, tool.Name);
        })));
    }).Span);
}
