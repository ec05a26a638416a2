namespace Differential.Comparing;

/// <summary>What one scenario came to, on all ways.</summary>
internal sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<Difference> Differences)
{
    private readonly List<Difference> _wrong = [.. Differences.Where(difference => !AllowedRow.All.Any(row => row.Covers(difference, Differences)))];

    /// <summary>Differences that neither a row allows nor the pending list knows.</summary>
    public IEnumerable<Difference> Unlisted => _wrong.Where(difference => !PendingList.All.Any(entry => entry.Covers(difference, Differences)));

    /// <summary>Whether something is still to be mended.</summary>
    public bool IsPending => _wrong.Count > 0;

    public bool Shows(AllowedRow row) => Differences.Any(difference => row.Covers(difference, Differences));

    public bool Shows(FieldPattern pattern) => Differences.Any(difference => pattern.Covers(difference, Differences));
}
