using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.History;

/// <summary>
/// What one lane holds: its newest response, and the prefix chain of every compared item that led there. The trail tells an
/// edited history from a new conversation, and where the edit is.
/// </summary>
internal sealed class LaneHistory
{
    private readonly List<PrefixHash> _prefixes;

    private LaneHistory(IReadOnlyList<ConversationItem> input, int capacity)
    {
        Input = input;
        _prefixes = new(capacity);
    }

    public Checkpoint Latest { get; set; } = null!;

    /// <summary>The turn that led here: what it takes to make the same context ready elsewhere. The history is the one that was sent.</summary>
    public TurnRequest? Request { get; set; }

    public IReadOnlyList<ConversationItem> Input { get; }

    public PrefixHash End => _prefixes.Count > 0 ? _prefixes[^1] : PrefixHash.Empty;

    /// <summary>The trail along a history and a response's output as messages bring it back, with the chains before the output and with it raw.</summary>
    public static (LaneHistory History, PrefixHash Before, PrefixHash Raw) Of(IReadOnlyList<ConversationItem> input, IReadOnlyList<ConversationItem> output)
    {
        var laneHistory = new LaneHistory(input, input.Count + output.Count);
        laneHistory.Append(OutputNormalizer.Raw(input));
        var before = laneHistory.End;
        var raw = OutputNormalizer.Raw(output).Aggregate(before, static (chain, item) => chain.Append(item));
        laneHistory.Append(OutputNormalizer.Mapped(output).Select(static item => item.Fingerprint));
        return (laneHistory, before, raw);
    }

    /// <summary>Whether the first <paramref name="count"/> compared items are the trail's too.</summary>
    public bool Passes(int count, PrefixHash prefix) => count <= _prefixes.Count && _prefixes[count - 1] == prefix;

    /// <summary>The compared item of that number, counted from 0; of the output as messages bring it back. Null past the end.</summary>
    public ConversationItem? ItemAt(int number)
    {
        foreach (var item in Input.Where(static item => item.IsCompared))
        {
            if (number-- == 0)
            {
                return item;
            }
        }

        return OutputNormalizer.Mapped(Latest.Content.Output).ElementAtOrDefault(number)?.ToItem();
    }

    private void Append(IEnumerable<Fingerprint> items)
    {
        foreach (var item in items)
        {
            _prefixes.Add(End.Append(item));
        }
    }
}
