namespace ResponsesWebSocket.Client.Resilience;

/// <summary>
/// How long to wait when nobody said how long: half a second, doubled each time, up to eight (as the official clients do), less
/// up to a quarter by chance, so that those who failed together do not come back together.
/// </summary>
internal static class Backoff
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);

    /// <param name="failures">How many there were, from 1.</param>
    /// <param name="chance">Between 0 and 1.</param>
    public static TimeSpan After(int failures, double chance)
    {
        // Beyond this many doublings it is the longest in any case.
        var doubled = Shortest * (1 << Math.Clamp(failures - 1, 0, 10));
        return (doubled < Longest ? doubled : Longest) * (1 - (chance / 4));
    }

    /// <summary>With chance as it falls.</summary>
    public static TimeSpan After(int failures) => After(failures, Random.Shared.NextDouble());
}
