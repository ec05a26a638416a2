using System.Text.Json;
using ResponsesWebSocket.Emulator.Models;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator;

/// <summary>A deterministic model that does what the last user text tells it, line by line.</summary>
/// <remarks>
/// <para>When the newest items of the context are function results, the answer is a text that quotes them, one line per result:
/// <c>Result of NAME: OUTPUT</c>. Otherwise each line of the last user text is read:</para>
/// <list type="table">
/// <item><term><c>call NAME {json}</c></term><description>a function call; several such lines are parallel calls. The arguments go out verbatim
/// and are <c>{}</c> when left out.</description></item>
/// <item><term><c>say TEXT</c></term><description>that text.</description></item>
/// <item><term><c>stream N</c></term><description>a text of N deltas of 20 characters each, up to 100,000.</description></item>
/// <item><term><c>recall</c></term><description>all earlier user texts of the reconstructed context, one per line.</description></item>
/// <item><term><c>reason TEXT</c></term><description>reasoning with that text as its summary, which is sent when the request sets
/// <c>reasoning.summary</c>.</description></item>
/// <item><term><c>search QUERY</c></term><description>a web search.</description></item>
/// <item><term><c>cite URL TITLE</c></term><description>the title as a text, annotated with a citation of that address. The title is the
/// address when left out.</description></item>
/// <item><term><c>refuse TEXT</c></term><description>a refusal in its typed form.</description></item>
/// <item><term><c>incomplete REASON</c></term><description>the response ends incomplete for that reason, and so does its last
/// item.</description></item>
/// <item><term><c>fail CODE</c></term><description>an error frame with that code: status 429 for <c>rate_limit_exceeded</c>, 500 for
/// <c>server_error</c>, 400 for all others, <c>previous_response_not_found</c> among them. Wins over all other lines.</description></item>
/// </list>
/// <para>Reasoning comes first, then searches, then texts and refusals, then calls. When no line is one of these, the answer is <c>You said: …</c>.</para>
/// </remarks>
public sealed class DirectiveModel : IEmulatedModel
{
    /// <inheritdoc/>
    public ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var context = CompactionItem.Expand(request.Context);
        return ValueTask.FromResult(QuoteResults(context) ?? Obey(context));
    }

    private static ModelAnswer? QuoteResults(IReadOnlyList<JsonElement> context)
    {
        var lines = context
            .Reverse()
            .TakeWhile(static item => item.Text("type") == "function_call_output")
            .Reverse()
            .Select(item => $"Result of {ContextText.NameOfCall(context, item)}: {ContextText.OutputOf(item)}")
            .ToList();
        return lines.Count == 0 ? null : ModelAnswer.Text(string.Join('\n', lines));
    }

    private static ModelAnswer Obey(IReadOnlyList<JsonElement> context)
    {
        var texts = ContextText.UserTexts(context);
        var last = texts.Count == 0 ? string.Empty : texts[^1];
        var directives = last.Split('\n', StringSplitOptions.TrimEntries).Select(Directive.Parse).OfType<Directive>().ToList();
        if (directives.Find(static directive => directive.Verb == "fail") is { } failure)
        {
            return ModelAnswer.Error(StatusOf(failure.Rest), failure.Rest, $"Told to fail with {failure.Rest}.");
        }

        return directives.Count == 0
            ? ModelAnswer.Text($"You said: {Shorten(last)}")
            : new(
                directives.Where(static directive => directive.Verb != "incomplete").Select(directive => ToOutput(directive, texts)).OrderBy(Rank),
                directives.Find(static directive => directive.Verb == "incomplete") is { } cut ? new AnswerEnding.Incomplete(cut.Rest) : null);
    }

    private static int Rank(ModelOutput output) => output switch
    {
        ModelOutput.Reasoning => 0,
        ModelOutput.WebSearchCall => 1,
        ModelOutput.Call => 3,
        _ => 2,
    };

    private static ModelOutput ToOutput(Directive directive, IReadOnlyList<string> texts) => directive.Verb switch
    {
        "call" => ToCall(directive.Rest),
        "reason" => new ModelOutput.Reasoning([directive.Rest]),
        "search" => new ModelOutput.WebSearchCall(directive.Rest),
        "cite" => ToCitation(directive.Rest),
        "refuse" => ModelAnswer.Refusal(directive.Rest).Outputs[0],
        "stream" => new ModelOutput.Text([.. Enumerable.Range(1, directive.Number).Select(static n => $"{n,18}. ")]),
        "recall" => ModelAnswer.Text(string.Join('\n', texts.SkipLast(1))).Outputs[0],
        _ => ModelAnswer.Text(directive.Rest).Outputs[0],
    };

    private static ModelOutput.Call ToCall(string rest)
    {
        var space = rest.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? new(rest, "{}") : new(rest[..space], rest[(space + 1)..].Trim());
    }

    private static ModelOutput.Message ToCitation(string rest)
    {
        var space = rest.IndexOf(' ', StringComparison.Ordinal);
        var (url, title) = space < 0 ? (rest, rest) : (rest[..space], rest[(space + 1)..].Trim());
        return ModelOutput.Message.Saying(title, phase: null, new ModelAnnotation.UrlCitation(url, title, 0, title.Length));
    }

    private static int StatusOf(string code) => code switch
    {
        "rate_limit_exceeded" => 429,
        "server_error" => 500,
        _ => 400,
    };

    private static string Shorten(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
