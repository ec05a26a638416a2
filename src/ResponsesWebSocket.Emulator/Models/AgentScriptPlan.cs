using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Models;

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
