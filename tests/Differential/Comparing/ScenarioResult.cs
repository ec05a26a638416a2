namespace Differential.Comparing;

/// <summary>What one scenario came to, on all ways.</summary>
internal sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<Difference> Differences)
{
    public IEnumerable<Difference> Unlisted => Differences.Where(static difference =>
        !AllowedRow.All.Any(row => row.Covers(difference)) && !PendingList.All.Any(entry => entry.Covers(difference)));

    public bool IsPending => Differences.Any(static difference =>
        !AllowedRow.All.Any(row => row.Covers(difference)) && PendingList.All.Any(entry => entry.Covers(difference)));
}
