namespace Benchmarks.Pool;

/// <summary>A load on the model: who begins when, thinks for how long, and what prompts come beside that nobody follows up.</summary>
/// <param name="Name">Stands in the table.</param>
/// <param name="Conversations">How many there are at any time.</param>
/// <param name="Think">The pause before a turn of that number, in seconds.</param>
internal sealed record ModelLoad(string Name, int Conversations, Func<Random, int, double> Think)
{
    /// <summary>The latest first turn; 0 has all begin at once.</summary>
    public double Start { get; init; }

    /// <summary>Whether the first turns come in even steps, rather than by chance.</summary>
    public bool InTurn { get; init; }

    /// <summary>After so many turns another conversation takes its place.</summary>
    public int Turns { get; init; } = int.MaxValue;

    /// <summary>Prompts a second that are never followed up.</summary>
    public double Prompts { get; init; }

    /// <summary>How long a turn takes at most; a third of it at least.</summary>
    public double Longest { get; init; } = 1.5;

    public static IReadOnlyList<ModelLoad> WithLanes { get; } =
    [
        new("1,000 people, 10-30 s", 1_000, People),
        new("1,000 in turn, 20 s", 1_000, static (_, _) => 20) { Start = 20, InTurn = true },
        new("1,000 all at once, 20 s", 1_000, static (_, _) => 20),
        new("2,000 people, 10-30 s", 2_000, People),
        new("2,000 in turn, 20 s", 2_000, static (_, _) => 20) { Start = 20, InTurn = true },
        new("2,000 all at once, 20 s", 2_000, static (_, _) => 20),
        new("2,000 at random, mean 20 s", 2_000, static (random, _) => -20 * Math.Log(1 - random.NextDouble())),
        new("2,000 people, 12 turns each", 2_000, People) { Start = 30, Turns = 12 },
        new("4,000 people, 10-30 s", 4_000, People),
        new("2,000 agents in bursts", 2_000, Agents) { Start = 180 },
        new("500 agents and 20 prompts/s", 500, Agents) { Start = 180, Prompts = 20 },
        new("800 people and 20 prompts/s", 800, People) { Prompts = 20 },
    ];

    public static IReadOnlyList<ModelLoad> WithoutLanes { get; } =
    [
        new("30 people, 1-3 s", 30, QuickPeople) { Longest = 0.1 },
        new("64 people, 1-3 s", 64, QuickPeople) { Longest = 0.1 },
        new("64 in turn, 2 s", 64, static (_, _) => 2) { Start = 2, InTurn = true, Longest = 0.02 },
        new("128 people, 1-3 s", 128, QuickPeople) { Longest = 0.1 },
        new("64 agents in bursts", 64, static (random, turn) => turn % 10 != 0 ? 0.5 : 10 + (30 * random.NextDouble())) { Start = 30, Longest = 0.1 },
        new("24 people and 4 prompts/s", 24, QuickPeople) { Prompts = 4, Longest = 0.1 },
    ];

    private static double People(Random random, int turn) => 10 + (20 * random.NextDouble());

    private static double QuickPeople(Random random, int turn) => 1 + (2 * random.NextDouble());

    /// <summary>Ten turns a second apart, then minutes of silence.</summary>
    private static double Agents(Random random, int turn) => turn % 10 != 0 ? 1 : 60 + (240 * random.NextDouble());
}
