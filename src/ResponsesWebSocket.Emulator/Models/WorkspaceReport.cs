using System.Text;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Models;

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
