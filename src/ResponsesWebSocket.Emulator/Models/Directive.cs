using System.Globalization;

namespace ResponsesWebSocket.Emulator.Models;

/// <summary>One line that tells a <see cref="DirectiveModel"/> what to do.</summary>
internal sealed record Directive(string Verb, string Rest, int Number = 0)
{
    // An answer is held as a whole, and anybody can ask for one.
    private const int MostDeltas = 100_000;

    /// <summary>The grammar as shown by the program's help.</summary>
    public const string Grammar = """
          call NAME {json}   function call; several lines are parallel calls
          say TEXT           that text
          stream N           N deltas of 20 characters each, up to 100000
          recall             all earlier user texts of the context, one per line
          reason TEXT        reasoning with that summary, if the request asks for summaries
          search QUERY       a web search
          cite URL TITLE     the title as text, cited from that address
          refuse TEXT        a refusal in its typed form
          incomplete REASON  the answer ends incomplete, inside its last item
          fail CODE          an error frame with that code
          anything else      a short echo
        """;

    public static Directive? Parse(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var verb = space < 0 ? line : line[..space];
        var rest = space < 0 ? string.Empty : line[(space + 1)..].Trim();
        return verb switch
        {
            "recall" when rest.Length == 0 => new(verb, rest),
            "call" or "say" or "fail" or "reason" or "search" or "cite" or "refuse" or "incomplete" when rest.Length > 0 => new(verb, rest),
            "stream" when int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostDeltas => new(verb, rest, number),
            _ => null,
        };
    }
}
