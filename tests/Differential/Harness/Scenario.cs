namespace Differential.Harness;

/// <summary>One thing that an application does, in code that does not know which connector it has.</summary>
/// <param name="Area">What it is about.</param>
/// <param name="Name">Unique within its area.</param>
/// <param name="Run">The application.</param>
public sealed record Scenario(string Area, string Name, Func<App, Task> Run)
{
    public override string ToString() => $"{Area} / {Name}";
}
