namespace Differential.Comparing;

/// <summary>A field that an application would find changed after the swap.</summary>
/// <param name="Scenario">Where.</param>
/// <param name="Leg">On which way.</param>
/// <param name="Path">The field.</param>
/// <param name="Stock">What it is on the stock connector; null when it is not there.</param>
/// <param name="Ours">What it is here; null when it is not there.</param>
internal sealed record Difference(Scenario Scenario, string Leg, string Path, string? Stock, string? Ours)
{
    public override string ToString() => $"[{Leg}] {Path}: stock {Short(Stock)}, ours {Short(Ours)}";

    private static string Short(string? text) => text is null ? "(not there)" : text.Length <= 300 ? text : $"{text[..300]}…";
}
