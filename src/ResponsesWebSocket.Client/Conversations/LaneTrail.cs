using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Conversations;

/// <summary>
/// What one lane holds: its newest response, and the prefix chain of every compared item that led there. The trail tells an
/// edited history from a new conversation, and where the edit is.
/// </summary>
internal sealed class LaneTrail
{
    private readonly List<PrefixChain> _prefixes = [];

    public Checkpoint Latest { get; set; } = null!;

    public PrefixChain End => _prefixes.Count > 0 ? _prefixes[^1] : PrefixChain.Empty;

    public void Append(IEnumerable<Fingerprint> items)
    {
        foreach (var item in items)
        {
            _prefixes.Add(End.Append(item));
        }
    }

    /// <summary>The chain with further items, the trail left as it is.</summary>
    public PrefixChain EndWith(IEnumerable<Fingerprint> items) => items.Aggregate(End, static (chain, item) => chain.Append(item));

    /// <summary>Whether the first <paramref name="count"/> compared items are the trail's too.</summary>
    public bool Passes(int count, PrefixChain prefix) => count <= _prefixes.Count && _prefixes[count - 1] == prefix;
}
