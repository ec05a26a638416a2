using System.Text.Json;
using System.Text.Json.Nodes;
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

/// <summary>One call of the pseudo-agent that is already in the context.</summary>
/// <param name="Tool">The ending of the function's name.</param>
/// <param name="Argument">The path or text that was asked for.</param>
/// <param name="Output">What came back.</param>
internal sealed record AgentScriptStep(string Tool, string Argument, string Output)
{
    public bool Succeeded => Output.Length > 0 && !Output.StartsWith("Error:", StringComparison.Ordinal);

    public IEnumerable<string> Lines => Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Decides the pseudo-agent's next calls.</summary>
internal static class AgentScriptPlan
{
    // The listing, then twelve turns of single and parallel calls: 24 calls in 13 turns before the report.
    private static readonly int[] Batches = [1, 3, 1, 2, 1, 4, 1, 2, 1, 3, 1, 2, 2];

    // For workspaces with too few words of their own.
    private static readonly string[] CommonWords = ["the", "and", "for", "with", "TODO", "error", "name", "test"];

    /// <summary>How many calls come next; 0 when it is time for the report.</summary>
    public static int NextBatch(int done)
    {
        var end = 0;
        foreach (var batch in Batches)
        {
            end += batch;
            if (end > done)
            {
                // Less than a batch when an earlier one was cut, for example by a client that takes single calls only.
                return end - done;
            }
        }

        return 0;
    }

    public static (string Name, string Arguments)[] Next(AgentScript seen, WorkspaceTools tools, int count)
    {
        if (seen.Steps.Count == 0)
        {
            return [(tools.List, "{}")];
        }

        var unread = new Queue<string>(seen.ListedFiles.Except(ArgumentsOf(seen, WorkspaceTools.ReadSuffix), StringComparer.Ordinal));
        var unsearched = Words(seen).Except(ArgumentsOf(seen, WorkspaceTools.SearchSuffix), StringComparer.Ordinal).Take(count).ToList();
        var calls = new List<(string, string)>();
        for (var i = 0; i < count; i++)
        {
            // Every third step searches; and so does every step for which no file is left.
            if ((seen.Steps.Count + i) % 3 != 0 && unread.TryDequeue(out var path))
            {
                calls.Add((tools.Read, Arguments("path", path)));
            }
            else
            {
                calls.Add((tools.Search, Arguments("text", unsearched[i])));
            }
        }

        return [.. calls];
    }

    private static IEnumerable<string> ArgumentsOf(AgentScript seen, string tool) =>
        seen.Steps.Where(step => step.Tool == tool).Select(static step => step.Argument);

    // Words out of the files in order of appearance, then common ones, then numbers without end: a search never lacks a new text.
    private static IEnumerable<string> Words(AgentScript seen) => seen.Steps
        .Where(static step => step is { Tool: WorkspaceTools.ReadSuffix, Succeeded: true })
        .SelectMany(static step => step.Output.Split(
            [' ', '\n', '\r', '\t', '.', ',', ';', ':', '(', ')', '{', '}', '[', ']', '<', '>', '"', '\'', '/', '=', '#', '*', '`', '|', '\\'],
            StringSplitOptions.RemoveEmptyEntries))
        .Where(static word => word.Length is >= 5 and <= 24)
        .Concat(CommonWords)
        .Concat(Enumerable.Range(1, 1000).Select(static number => $"{number}"))
        .Distinct(StringComparer.Ordinal);

    private static string Arguments(string name, string value) => JsonText.ToElement(new JsonObject { [name] = value }).GetRawText();
}
