namespace Differential.Scenarios;

/// <summary>Every list of scenarios there is, in the order of its class's name.</summary>
internal static class AllScenarios
{
    public static IReadOnlyList<ScenarioList> Lists { get; } = [.. typeof(AllScenarios).Assembly.GetTypes()
        .Where(static type => type.IsSubclassOf(typeof(ScenarioList)))
        .OrderBy(static type => type.Name, StringComparer.Ordinal)
        .Select(static type => (ScenarioList)Activator.CreateInstance(type)!)];

    /// <summary>The place of a scenario in its list.</summary>
    public static int IndexOf(Scenario scenario) => Lists.Select(list => list.ToList().IndexOf(scenario)).First(static index => index >= 0);
}
