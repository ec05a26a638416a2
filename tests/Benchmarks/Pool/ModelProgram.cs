using System.Globalization;

namespace Benchmarks.Pool;

/// <summary>Prints the share of continued turns, rule by rule and load by load. The same figures on every machine.</summary>
internal static class ModelProgram
{
    public static void Run()
    {
        Print("32 sockets of 33 lanes, 16 turns each; a turn waits for a slot of its own socket", ModelLoad.WithLanes, 33, 16, waitsForHome: true);
        Print("The same; a turn that finds its socket full moves at once", [.. ModelLoad.WithLanes.Where(static load => load.Name.Contains("at once"))], 33, 16, waitsForHome: false);
        Print("32 sockets without lanes", ModelLoad.WithoutLanes, 1, 1, waitsForHome: true);
    }

    private static void Print(string title, IReadOnlyList<ModelLoad> loads, int lanes, int slots, bool waitsForHome)
    {
        Console.WriteLine($"{title}{Environment.NewLine}| {"continued, %",-28} | {string.Join(" | ", ModelRule.All.Select(static rule => $"{rule.Name,12}"))} |");
        Console.WriteLine($"|{new string('-', 30)}|{string.Concat(ModelRule.All.Select(static _ => "-------------:|"))}");
        foreach (var load in loads)
        {
            var shares = ModelRule.All.AsParallel().AsOrdered().Select(rule => new PoolModel(load, rule, lanes, slots, waitsForHome).Run());
            Console.WriteLine($"| {load.Name,-28} | {string.Join(" | ", shares.Select(static share => string.Create(CultureInfo.InvariantCulture, $"{share,12:N1}")))} |");
        }

        Console.WriteLine();
    }
}
