namespace Benchmarks.Pool;

/// <summary>A lane of the model: when its turn ended, when its conversation came, and how long that one pauses.</summary>
internal sealed class ModelLane(int session)
{
    public int Session { get; } = session;

    public int? Holds { get; set; }

    public bool IsBusy { get; set; }

    public double LastUsed { get; set; }

    public double HeldSince { get; set; }

    public double? Pause { get; set; }
}

/// <summary>Which of the idle lanes is taken over when all hold young contexts and no socket may be opened.</summary>
internal sealed record ModelRule(string Name, Func<List<ModelLane>, Random, double, ModelLane> Victim)
{
    public static IReadOnlyList<ModelRule> All { get; } =
    [
        new("oldest use", static (lanes, _, _) => lanes.MinBy(static lane => lane.LastUsed)!),
        new("random", static (lanes, random, _) => lanes[random.Next(lanes.Count)]),
        new("latest use", static (lanes, _, _) => lanes.MaxBy(static lane => lane.LastUsed)!),
        new("last come", static (lanes, _, _) => lanes.MaxBy(static lane => lane.HeldSince)!),
        new("of last 16th", static (lanes, _, _) => OfLast(lanes, 16)),
        new("of last 8th", static (lanes, _, _) => OfLast(lanes, 8)),
        new("silent, last", static (lanes, _, now) => Silent(lanes, now) ?? lanes.MaxBy(static lane => lane.HeldSince)!),
        new("silent, 16th", static (lanes, _, now) => Silent(lanes, now) ?? OfLast(lanes, 16)),
        new("silent, 8th", static (lanes, _, now) => Silent(lanes, now) ?? OfLast(lanes, 8)),
    ];

    /// <summary>Of those that came last, the one unused for longest.</summary>
    private static ModelLane OfLast(List<ModelLane> lanes, int part) =>
        lanes.OrderByDescending(static lane => lane.HeldSince).Take(Math.Max(1, lanes.Count / part)).MinBy(static lane => lane.LastUsed)!;

    /// <summary>Of those quiet for four of their pauses, the one unused for longest.</summary>
    private static ModelLane? Silent(List<ModelLane> lanes, double now) =>
        lanes.Where(lane => now - lane.LastUsed > lane.Pause * 4).MinBy(static lane => lane.LastUsed);
}
