using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Models;

/// <summary>What a context tells about the pseudo-agent's work so far.</summary>
/// <param name="Steps">Its calls other than the report, in order.</param>
/// <param name="ReportTitle">The title of the report once it was written.</param>
internal sealed record AgentScript(IReadOnlyList<AgentScriptStep> Steps, string? ReportTitle)
{
    public IEnumerable<string> ListedFiles => Steps
        .Where(static step => step is { Tool: WorkspaceTools.ListSuffix, Succeeded: true })
        .SelectMany(static step => step.Lines)
        .Distinct(StringComparer.Ordinal);

    public static AgentScript Read(IReadOnlyList<JsonElement> context)
    {
        // A later task in the same conversation starts its own exploration.
        var task = context.Select(static (item, index) => (item, index)).LastOrDefault(static entry => entry.item.Text("role") == "user").index;
        var outputs = context
            .Where(static item => item.Text("type") == "function_call_output")
            .GroupBy(static item => item.Text("call_id") ?? string.Empty, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => ContextText.OutputOf(group.Last()), StringComparer.Ordinal);
        var steps = new List<AgentScriptStep>();
        string? report = null;
        foreach (var call in context.Skip(task).Where(static item => item.Text("type") == "function_call"))
        {
            var name = call.Text("name") ?? string.Empty;
            var output = outputs.GetValueOrDefault(call.Text("call_id") ?? string.Empty, string.Empty);
            if (name.EndsWith(WorkspaceTools.WriteSuffix, StringComparison.Ordinal))
            {
                report = Argument(call, "title");
            }
            else if (name.EndsWith(WorkspaceTools.ListSuffix, StringComparison.Ordinal))
            {
                steps.Add(new(WorkspaceTools.ListSuffix, string.Empty, output));
            }
            else if (name.EndsWith(WorkspaceTools.ReadSuffix, StringComparison.Ordinal))
            {
                steps.Add(new(WorkspaceTools.ReadSuffix, Argument(call, "path"), output));
            }
            else if (name.EndsWith(WorkspaceTools.SearchSuffix, StringComparison.Ordinal))
            {
                steps.Add(new(WorkspaceTools.SearchSuffix, Argument(call, "text"), output));
            }
        }

        return new(steps, report);
    }

    // The model wrote these arguments itself, so anything but an object is a defect of whoever carried them; it surfaces as an error frame.
    private static string Argument(JsonElement call, string name) =>
        JsonText.Parse(call.Text("arguments") ?? "{}").Text(name) ?? string.Empty;
}
