using System.Globalization;
using System.Text;

namespace Differential.Comparing;

/// <summary>The run as a table for people.</summary>
internal static class RunReport
{
    public static string Write(IReadOnlyList<ScenarioResult> results)
    {
        var text = new StringBuilder();
        var sdk = typeof(OpenAI.OpenAIClient).Assembly.GetName().Version!.ToString(3);
        Line(text, $"Differential run: Semantic Kernel {typeof(OpenAIChatCompletionService).Assembly.GetName().Version!.ToString(3)}, OpenAI {sdk}");
        Line(text, $"{"area",-34}{"scenarios",10}{"equal",8}{"by row",8}{"pending",9}{"unlisted",10}");
        foreach (var area in results.GroupBy(static result => result.Scenario.Area))
        {
            Sums(text, area.Key, [.. area]);
        }

        Sums(text, "all", results);
        foreach (var row in AllowedRow.All)
        {
            Line(text, $"{row.Number,-5}{results.Count(result => result.Shows(row)),5} scenarios  {row.What}");
        }

        Line(text, $"Pending entries: {PendingList.All.Count}");
        return text.ToString();
    }

    private static void Sums(StringBuilder text, string name, IReadOnlyList<ScenarioResult> results)
    {
        var equal = results.Count(static result => result.Differences.Count == 0);
        var unlisted = results.Count(static result => result.Unlisted.Any());
        var pending = results.Count(static result => result.IsPending && !result.Unlisted.Any());
        Line(text, $"{name,-34}{results.Count,10}{equal,8}{results.Count - equal - unlisted - pending,8}{pending,9}{unlisted,10}");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
