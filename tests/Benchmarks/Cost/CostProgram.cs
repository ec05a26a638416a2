using System.Globalization;
using System.Text.Json;

namespace Benchmarks.Cost;

/// <summary>What a turn takes of the caller's machine, with all contestants in one run, each in a fresh process against one server.</summary>
internal static class CostProgram
{
    private const string Usage = """
        ./build.sh bench -- cost loop N [RUNS]       a tool loop of N calls: the first ten turns behind the first, and the last ten
        ./build.sh bench -- cost question H [RUNS]   one more question on a history of H messages
        ./build.sh bench -- cost deltas N [RUNS]     one streamed answer of N deltas of 20 characters: for each delta
        ./build.sh bench -- cost json loop|question|deltas N NAME ...   one run of those contestants, for a program to read
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["serve"]:
                await CostServer.RunAsync();
                return 0;
            case ["client", var name, var work, var size, var endpoint]:
                Console.WriteLine(JsonSerializer.Serialize(await WorkAsync(name, work, int.Parse(size, CultureInfo.InvariantCulture), new(endpoint))));
                return 0;
            case ["json", var work, var size, .. var names]:
                Console.WriteLine(JsonSerializer.Serialize(await MeasureAsync(names, work, size, runs: 1)));
                return 0;
            case ["loop" or "question" or "deltas", var size, .. var more] when int.TryParse(size, CultureInfo.InvariantCulture, out _):
                await CompareAsync(arguments[0], size, more is [var runs] ? int.Parse(runs, CultureInfo.InvariantCulture) : 7);
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return arguments is ["--help"] ? 0 : 2;
        }
    }

    /// <summary>Medians, and how they stand to the stock connector's.</summary>
    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<Taken>>> MeasureAsync(IEnumerable<string> names, string work, string size, int runs)
    {
        await using var server = await CostServer.StartAsync();
        var taken = names.ToDictionary(static name => name, static _ => new List<Taken[]>(), StringComparer.Ordinal);
        for (var run = 0; run < runs; run++)
        {
            // In turns, so that a slow minute of the machine is everybody's.
            foreach (var (name, all) in taken)
            {
                using var process = CostServer.Start("client", name, work, size, server.Endpoint.ToString());
                all.Add(JsonSerializer.Deserialize<Taken[]>(await process.StandardOutput.ReadToEndAsync())!);
                await process.WaitForExitAsync();
            }
        }

        return taken.ToDictionary(static one => one.Key, static one => Medians(one.Value), StringComparer.Ordinal);
    }

    private static async Task CompareAsync(string work, string size, int runs)
    {
        var medians = await MeasureAsync(Contestants.Names.Where(name => work != "deltas" || name.EndsWith("streaming", StringComparison.Ordinal)), work, size, runs);
        var stock = medians.First().Value;
        foreach (var (name, taken) in medians)
        {
            var columns = taken.Zip(stock, static (mine, theirs) => string.Create(
                CultureInfo.InvariantCulture, $"{mine.Milliseconds,9:N4} ms {mine.Milliseconds / theirs.Milliseconds,6:N2} x {mine.Bytes / 1000,9:N2} KB {mine.Bytes / theirs.Bytes,6:N2} x"));
            Console.WriteLine($"{name,-16} {string.Join("   |", columns)}");
        }
    }

    private static IReadOnlyList<Taken> Medians(List<Taken[]> runs) =>
    [
        .. Enumerable.Range(0, runs[0].Length).Select(part => new Taken(
            Median(runs.Select(run => run[part].Milliseconds)), Median(runs.Select(run => run[part].Bytes)))),
    ];

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static async Task<Taken[]> WorkAsync(string name, string work, int size, Uri endpoint)
    {
        // What a process does once is done before.
        await RunAsync(name, work, Math.Min(size, 20), endpoint);
        return await RunAsync(name, work, size, endpoint);
    }

    private static async Task<Taken[]> RunAsync(string name, string work, int size, Uri endpoint)
    {
        // A mark stands between two turns: in a loop that of a call, behind the turn that asked for it.
        (int From, int To)[] spans = work switch
        {
            "loop" when size < 20 => [(0, size)],
            "loop" => [(0, 10), (size - 10, size)],
            "question" => [(0, 1), (1, 11)],
            _ => [(0, 1)],
        };
        var meter = new Meter([.. spans.SelectMany(static span => new[] { span.From, span.To })]);
        var contestant = Contestants.Make(name, endpoint, work == "loop" ? meter.Mark : static () => { });
        switch (work)
        {
            case "loop":
                await contestant.AskAsync($"calls {size} {new string('u', 200)}");
                meter.Mark();
                break;
            case "question":
                for (var message = 0; message < size; message += 2)
                {
                    contestant.Remember(new string('q', 200), new string('a', 200));
                }

                for (var turn = 0; turn < 12; turn++)
                {
                    meter.Mark();
                    await contestant.AskAsync(new string('q', 200));
                }

                break;
            default:
                await contestant.AskAsync($"deltas {size / 2}");
                meter.Mark();
                await contestant.AskAsync($"deltas {size}");
                meter.Mark();
                break;
        }

        var taken = spans.Select(span => meter.Between(span.From, span.To));
        return [.. work == "deltas" ? taken.Select(one => new Taken(one.Milliseconds / size, one.Bytes / size)) : taken];
    }
}
