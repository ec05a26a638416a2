using System.Collections.Concurrent;
using Differential.Scenarios;

namespace Differential.Comparing;

/// <summary>Runs scenarios, each once and one after the other: telemetry of a process is shared by all that runs in it.</summary>
internal static class DifferentialRun
{
    private const int AutoEvery = 4;
    private static readonly ConcurrentDictionary<Scenario, Lazy<Task<ScenarioResult>>> Results = new();
    private static readonly SemaphoreSlim One = new(1);

    public static IReadOnlyList<Scenario> Scenarios { get; } = [.. AllScenarios.Lists.SelectMany(static list => list)];

    public static Task<ScenarioResult> ResultOfAsync(Scenario scenario) =>
        Results.GetOrAdd(scenario, static asked => new(() => CompareAsync(asked))).Value;

    private static async Task<ScenarioResult> CompareAsync(Scenario scenario)
    {
        await One.WaitAsync();
        try
        {
            var stock = await ObserveAsync(scenario, Leg.Stock);
            var differences = new List<Difference>();
            foreach (var leg in Leg.Ours.Where(leg => leg.Name != "auto" || AllScenarios.IndexOf(scenario) % AutoEvery == 0))
            {
                differences.AddRange(Between(scenario, leg.Name, stock, await ObserveAsync(scenario, leg)));
            }

            return new(scenario, differences);
        }
        finally
        {
            One.Release();
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> ObserveAsync(Scenario scenario, Leg leg)
    {
        await using var app = new App(leg);
        try
        {
            await scenario.Run(app);
        }
        catch (Exception escaped) when (escaped is not ScenarioException)
        {
            // An application that does not catch it would end here.
            Observing.ExceptionDump.Write(app.Seen, "application.threw", escaped);
        }

        app.End();
        return app.Seen.Fields;
    }

    private static IEnumerable<Difference> Between(Scenario scenario, string leg, IReadOnlyDictionary<string, string> stock, IReadOnlyDictionary<string, string> ours) =>
        from path in stock.Keys.Union(ours.Keys)
        let there = stock.GetValueOrDefault(path)
        let here = ours.GetValueOrDefault(path)
        where there != here
        select new Difference(scenario, leg, path, there, here);
}
