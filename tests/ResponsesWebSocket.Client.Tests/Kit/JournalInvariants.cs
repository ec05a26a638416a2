using System.Text.RegularExpressions;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>The invariants over all that a long run has left in the journal, whether or not a caller got to see it.</summary>
internal sealed partial class JournalInvariants(Journal journal)
{
    private readonly Dictionary<string, JournalResponse> _responses = journal.Responses.ToDictionary(static response => response.ResponseId, StringComparer.Ordinal);

    private readonly List<JournalFrame> _creates = [.. journal.Frames.Where(static frame => frame is { FromClient: true, Turn: not null })];

    /// <summary>The service's own word that a parent is not where it was looked for.</summary>
    public IReadOnlyList<JournalFrame> MissedParents { get; } = [.. journal.Frames
        .Where(static frame => !frame.FromClient && frame.Text is { } text && text.Contains("previous_response_not_found") && !text.Contains(StressFaults.Mark))];

    public void ShouldBeEquivalent(IEnumerable<(string ResponseId, TestHistory TestHistory)> completed)
    {
        foreach (var (responseId, history) in completed)
        {
            var answered = history.Items.Where(static item => item.Kind == ItemKind.FunctionCallOutput).Select(static item => item.CallId).ToHashSet();
            // What was made up for calls nobody answered is looked at below.
            var seen = _responses[responseId].Context.Where(item => TextOf(item, "type") != "function_call_output" || answered.Contains(TextOf(item, "call_id")));
            Canonical.Of(seen).Should().Equal(Canonical.Of(history.Items), "the service must see exactly the caller's history");
        }
    }

    /// <summary>A parent is only named where it is held: on its own socket, or anywhere when it is stored.</summary>
    public void ShouldKeepOwnership()
    {
        var stored = _creates.Where(static frame => frame.Json!.Value.TryGetProperty("store", out var store) && store.GetBoolean()).Select(static frame => frame.Turn).ToHashSet();
        foreach (var create in _creates)
        {
            if (TextOf(create.Json!.Value, "previous_response_id") is { } id)
            {
                _responses.Should().ContainKey(id);
                var parent = _responses[id];
                (parent.ConnectionId == create.ConnectionId || stored.Contains(parent.Turn)).Should().BeTrue("{0} was made on connection {1}", id, parent.ConnectionId);
                parent.Status.Should().Be("completed");
            }
        }

        _responses.Values.Should().NotContain(static response => response.PreviousResponseId != null && response.ParentSource == ParentSource.None);
    }

    /// <summary>
    /// A fork begins from what another lane of its socket held, while the turn that goes on there is under way. When that one
    /// ends before the service has looked at the fork, the parent is gone, and nobody could have known: a race. Anything else that
    /// is missed was sent against better knowledge.
    /// </summary>
    public void ShouldOnlyMissParentsInARace()
    {
        foreach (var missed in MissedParents)
        {
            var create = _creates.Single(frame => frame.Turn == missed.Turn);
            var parent = _responses[TextOf(create.Json!.Value, "previous_response_id")!];
            (parent.ConnectionId, parent.StreamId == create.StreamId).Should().Be((create.ConnectionId, false), "turn {0} is a fork", create.Turn);
            var made = _creates.Single(frame => frame.Turn == parent.Turn);
            _creates.Should().Contain(
                frame => frame.ConnectionId == parent.ConnectionId && frame.StreamId == parent.StreamId && frame.Number > made.Number && frame.Number < create.Number,
                "the lane of turn {0} was on its way when turn {1} was sent, and may not be sent anything from then on until the fork has its parent", parent.Turn, create.Turn);
        }
    }

    /// <summary>No response has seen, or said, words of two callers.</summary>
    public void ShouldBeIsolated()
    {
        foreach (var response in _responses.Values)
        {
            var marks = response.Context.Concat(response.Output).SelectMany(static item => Marks().Matches(item.GetRawText())).Select(static match => match.Value).Distinct();
            marks.Should().ContainSingle("response {0} belongs to one caller", response.ResponseId);
        }
    }

    public void ShouldAnswerEveryCallOnce()
    {
        var prepared = _creates.Where(static frame => frame.Json!.Value.TryGetProperty("generate", out var generate) && !generate.GetBoolean()).Select(static frame => frame.Turn).ToHashSet();
        foreach (var response in _responses.Values)
        {
            var open = new HashSet<string?>();
            var calls = new HashSet<string?>();
            foreach (var item in response.Context)
            {
                switch (TextOf(item, "type"))
                {
                    case "function_call":
                        calls.Add(TextOf(item, "call_id")).Should().BeTrue("a call comes once");
                        open.Add(TextOf(item, "call_id"));
                        break;
                    case "function_call_output":
                        open.Remove(TextOf(item, "call_id")).Should().BeTrue("each output has a call, and each call one output");
                        break;
                }
            }

            // What is made ready ahead may end with calls whose results are still being worked out.
            (open.Count == 0 || prepared.Contains(response.Turn)).Should().BeTrue("response {0} leaves no call without output", response.ResponseId);
        }
    }

    private static string? TextOf(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"caller-\d+:", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Marks();
}
