namespace Differential.Comparing;

/// <summary>What is wrong and not mended yet. Entries are only ever taken out.</summary>
internal static class PendingList
{
    public const string FileName = "tests/Differential/pending.txt";

    public static IReadOnlyList<FieldPattern> All { get; } = [.. File.ReadLines(RepositoryFiles.FullPath(FileName))
        .Where(static line => line.Trim().Length > 0 && !line.StartsWith('#'))
        .Select(static line => new FieldPattern(line.Trim()))];
}
