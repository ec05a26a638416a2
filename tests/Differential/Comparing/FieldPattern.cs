using System.Text.RegularExpressions;

namespace Differential.Comparing;

/// <summary>
/// Names fields: <c>*.innerContent.type</c>; <c>errors / *: *.message</c> where only some scenarios are meant; <c>logs[*] where told[*].placeholder</c>
/// for what follows from another difference and is allowed only beside it. A star stands for any text.
/// </summary>
internal sealed class FieldPattern
{
    private const string ScenarioEnd = ": ";
    private const string Where = " where ";
    private readonly Regex _scenario;
    private readonly Regex _path;
    private readonly Regex? _cause;

    public FieldPattern(string text)
    {
        Text = text;
        var parts = text.Split(ScenarioEnd, 2);
        var fields = parts[^1].Split(Where, 2);
        (_scenario, _path) = (Glob(parts.Length == 2 ? parts[0] : "*"), Glob(fields[0]));
        _cause = fields.Length == 2 ? Glob(fields[1]) : null;
    }

    public string Text { get; }

    /// <param name="difference">The difference.</param>
    /// <param name="all">All that the scenario differs in.</param>
    public bool Covers(Difference difference, IReadOnlyList<Difference> all) =>
        _path.IsMatch(difference.Path) && _scenario.IsMatch(difference.Scenario.ToString())
        && (_cause is null || all.Any(other => other.Leg == difference.Leg && _cause.IsMatch(other.Path)));

    private static Regex Glob(string text) => new(
        "^" + Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal) + "$",
        RegexOptions.Singleline | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));
}
