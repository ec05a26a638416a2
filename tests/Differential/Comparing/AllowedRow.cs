using System.Text.RegularExpressions;

namespace Differential.Comparing;

/// <summary>A numbered row of the page of differences: the only licence to differ.</summary>
internal sealed record AllowedRow(string Number, string What, IReadOnlyList<FieldPattern> Fields)
{
    private static readonly Regex Code = new("`([^`]+)`", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public static IReadOnlyList<AllowedRow> All { get; } = [.. File.ReadLines(RepositoryFiles.FullPath("docs/differences-from-openai-connector.md"))
        .Where(static line => line.StartsWith("| D", StringComparison.Ordinal))
        .Select(Read)];

    public bool Covers(Difference difference, IReadOnlyList<Difference> all) => Fields.Any(field => field.Covers(difference, all));

    private static AllowedRow Read(string line)
    {
        var cells = line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);
        return new(cells[0], cells[1], [.. Code.Matches(cells[^1]).Select(static match => new FieldPattern(match.Groups[1].Value))]);
    }
}
