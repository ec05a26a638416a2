using System.Collections;

namespace Differential.Harness;

/// <summary>The scenarios of one area, written as a collection initializer.</summary>
public abstract class ScenarioList(string area) : IEnumerable<Scenario>
{
    private readonly List<Scenario> _scenarios = [];

    public IEnumerator<Scenario> GetEnumerator() => _scenarios.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected void Add(string name, Func<App, Task> run) => _scenarios.Add(new(area, name, run));

    /// <summary>The same question asked for a whole answer and for a stream.</summary>
    protected void AddBoth(string name, Func<App, bool, Task> run)
    {
        Add(name, app => run(app, false));
        Add($"{name}, streamed", app => run(app, true));
    }
}
