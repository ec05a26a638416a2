using System.Globalization;
using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

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

/// <summary>A frame of the model's own making that goes in front of an event of the response.</summary>
/// <param name="EventType">Type of that event.</param>
/// <param name="Occurrence">Which event of that type, from 1 on.</param>
/// <param name="Frame">The frame.</param>
internal sealed record Interjection(string EventType, int Occurrence, ModelOutput.RawEvent Frame);

/// <summary>Reads plain text out of context items.</summary>
internal static class ContextText
{
    public static IReadOnlyList<string> UserTexts(IReadOnlyList<JsonElement> context) =>
        [.. context.Where(static item => item.Text("role") == "user").Select(static item => TextOf(item, "content"))];

    /// <summary>The output of a function result, whether it is a string or parts.</summary>
    public static string OutputOf(JsonElement item) => TextOf(item, "output");

    /// <summary>The name of the function that a result belongs to.</summary>
    public static string? NameOfCall(IReadOnlyList<JsonElement> context, JsonElement result)
    {
        var callId = result.Text("call_id");
        return context.FirstOrDefault(item => item.Text("type") == "function_call" && item.Text("call_id") == callId).Text("name");
    }

    private static string TextOf(JsonElement item, string name) => item.Text(name)
        ?? string.Concat(item.Member(name, JsonValueKind.Array)?.EnumerateArray().Select(static part => part.Text("text")) ?? []);
}

/// <summary>Cuts text into the pieces in which it is streamed.</summary>
internal static class TextPieces
{
    /// <summary>Pieces of at most <paramref name="length"/> characters; a surrogate pair stays whole, since JSON text cannot carry half of one.</summary>
    public static IReadOnlyList<string> Split(string text, int length)
    {
        var pieces = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + length, text.Length);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]) && end - start > 1)
            {
                end--;
            }

            pieces.Add(text[start..end]);
            start = end;
        }

        return pieces;
    }
}
