namespace Differential.Harness;

/// <summary>The scenario itself is wrong, whatever the connector.</summary>
public sealed class ScenarioException(string message) : Exception(message);
