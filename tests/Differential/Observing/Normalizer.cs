using System.Globalization;
using System.Text.RegularExpressions;

namespace Differential.Observing;

/// <summary>Replaces what differs between any two runs of one connector: ids that a server or the kernel makes up, ports, and the time.</summary>
internal sealed partial class Normalizer
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public string Text(object? value) => value switch
    {
        null => "null",
        string text => "\"" + Replace(text) + "\"",
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => DateTimeOffset.UnixEpoch == time ? "epoch" : IsNow(time) ? "now" : time.ToString("O", CultureInfo.InvariantCulture),
        Type type => type.ToString(),
        IFormattable formattable => Replace(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => Replace(value.ToString() ?? "null"),
    };

    private static bool IsNow(DateTimeOffset time) => Math.Abs((TimeProvider.System.GetUtcNow() - time).TotalMinutes) < 5;

    /// <summary>How much of a context was cached is the server's doing; a connector only passes it on.</summary>
    private string Replace(string text) => Cached().Replace(ReplaceMade(text), "\"CachedTokenCount\":<some>");

    private string ReplaceMade(string text) => Span().Replace(Time().Replace(
        Made().Replace(Address().Replace(text, "<server>"), match => Name(match.Value, match.Groups["kind"].Value)),
        static match => DateTimeOffset.TryParse(match.Value, CultureInfo.InvariantCulture, out var time) && IsNow(time) ? "<now>" : match.Value), "<some time>");

    /// <summary>The same id is the same name, so that mixed-up ids still show.</summary>
    private string Name(string id, string kind)
    {
        // Both APIs number their responses; only the prefix differs.
        var family = kind is "chatcmpl-" or "resp_" ? "response" : kind;
        if (!_names.TryGetValue(id, out var name))
        {
            _counts[family] = _counts.GetValueOrDefault(family) + 1;
            _names[id] = name = $"<{family} {_counts[family]}>";
        }

        return name;
    }

    [GeneratedRegex(@"\b(?<kind>chatcmpl-|resp_|call_|req_|msg_|fc_|rs_|func|Function_|InvokePromptAsync_|InvokePromptStreamingAsync_)[0-9a-f]{16,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Made();

    [GeneratedRegex("\"CachedTokenCount\":[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cached();

    [GeneratedRegex(@"(127\.0\.0\.1|localhost):\d+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time();

    // A length of time that was measured or drawn by lot, as log lines have it.
    [GeneratedRegex(@"(?<![T\d])\d\d:\d\d:\d\d\.\d+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Span();
}
