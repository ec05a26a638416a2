using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Models;

/// <summary>The names under which the workspace functions were offered.</summary>
internal sealed record WorkspaceTools(string List, string Read, string Search, string Write)
{
    public const string ListSuffix = "list_files";
    public const string ReadSuffix = "read_file";
    public const string SearchSuffix = "search_text";
    public const string WriteSuffix = "write_report";

    /// <summary>Finds the four tools; null when one is missing.</summary>
    public static WorkspaceTools? Find(IReadOnlyList<JsonElement> tools, out IReadOnlyList<string> missing)
    {
        var names = tools.Where(static tool => tool.Text("type") == "function").Select(static tool => tool.Text("name")).OfType<string>().ToList();
        var found = new[] { ListSuffix, ReadSuffix, SearchSuffix, WriteSuffix }
            .Select(suffix => (Suffix: suffix, Name: names.Find(name => name.EndsWith(suffix, StringComparison.Ordinal))))
            .ToList();
        missing = [.. found.Where(static tool => tool.Name is null).Select(static tool => tool.Suffix)];
        return found is [{ Name: { } list }, { Name: { } read }, { Name: { } search }, { Name: { } write }]
            ? new(list, read, search, write)
            : null;
    }
}

/// <summary>The report of the pseudo-agent: literal lines of what it saw, so that a reader can check that nothing was lost on the way.</summary>
internal static class WorkspaceReport
{
    private const int LinesPerFile = 3;
    private const int LongestQuote = 200;

    public static string Arguments(AgentScript seen) => JsonText.ToElement(new JsonObject
    {
        ["title"] = "Workspace report",
        ["content"] = Content(seen),
    }).GetRawText();

    private static string Content(AgentScript seen)
    {
        var text = new StringBuilder("# Workspace report\n\n");
        text.Append("Files listed: ").Append(seen.ListedFiles.Count()).Append(". Calls made: ").Append(seen.Steps.Count).Append(".\n\n## Files read\n\n");
        foreach (var step in seen.Steps.Where(static step => step.Tool == WorkspaceTools.ReadSuffix))
        {
            Quote(text, step, step.Argument, LinesPerFile);
        }

        text.Append("## Searches\n\n");
        foreach (var step in seen.Steps.Where(static step => step.Tool == WorkspaceTools.SearchSuffix))
        {
            Quote(text, step, $"\"{step.Argument}\"", 1);
        }

        return text.ToString();
    }

    private static void Quote(StringBuilder text, AgentScriptStep step, string heading, int lines)
    {
        text.Append("### ").Append(heading).Append("\n\n");
        // Whole lines only: a cut line would be no quotation.
        var quotes = step.Lines.Where(static line => line.Length <= LongestQuote).Take(lines).ToList();
        foreach (var line in quotes)
        {
            text.Append("> ").Append(line).Append('\n');
        }

        text.Append(quotes.Count == 0 ? "(nothing)\n\n" : "\n");
    }
}
