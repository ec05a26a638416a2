using System.Text.RegularExpressions;

namespace Differential.Comparing;

/// <summary>
/// Names fields: <c>*.innerContent.type</c>, or <c>errors / *: *.message</c> where only some scenarios are meant. A star stands for any text.
/// </summary>
internal sealed class FieldPattern
{
    private const string Separator = ": ";
    private readonly Regex _scenario;
    private readonly Regex _path;

    public FieldPattern(string text)
    {
        Text = text;
        var parts = text.Split(Separator, 2);
        (_scenario, _path) = (Glob(parts.Length == 2 ? parts[0] : "*"), Glob(parts[^1]));
    }

    public string Text { get; }

    public bool Covers(Difference difference) => _path.IsMatch(difference.Path) && _scenario.IsMatch(difference.Scenario.ToString());

    private static Regex Glob(string text) => new(
        "^" + Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal) + "$",
        RegexOptions.Singleline | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));
}
