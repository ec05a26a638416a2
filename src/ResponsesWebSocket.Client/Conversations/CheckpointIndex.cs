using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Conversations;

/// <summary>
/// Remembers which beginnings of histories the service holds, found by prefix chain. Changed only by what the service said: a
/// checkpoint is committed after the terminal event of a response and given up by the service's rules of eviction.
/// </summary>
internal sealed class CheckpointIndex(int capacity)
{
    private readonly Dictionary<PrefixChain, LinkedListNode<(PrefixChain Prefix, Checkpoint Checkpoint)>> _byPrefix = [];
    private readonly LinkedList<(PrefixChain Prefix, Checkpoint Checkpoint)> _byAge = [];
    private readonly Dictionary<LaneKey, LaneTrail> _trails = [];

    /// <summary>Held while a plan is made, so that it sees one state.</summary>
    public Lock Gate { get; } = new();

    public IReadOnlyDictionary<LaneKey, LaneTrail> Trails => _trails;

    public Checkpoint? Find(PrefixChain prefix) => _byPrefix.TryGetValue(prefix, out var node) ? node.Value.Checkpoint : null;

    /// <summary>Whether a lane holds a context that a conversation may go on from.</summary>
    public bool IsOccupied(LaneKey lane)
    {
        lock (Gate)
        {
            return _trails.ContainsKey(lane);
        }
    }

    /// <summary>A response ended, and its lane now holds it.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="responseId">The response.</param>
    /// <param name="input">The whole history the turn was made from.</param>
    /// <param name="output">What the response added.</param>
    /// <param name="complete">Whether it can be a parent.</param>
    public void Commit(LaneKey lane, string responseId, IReadOnlyList<ConversationItem> input, IReadOnlyList<ConversationItem> output, bool complete)
    {
        var checkpoint = new Checkpoint(responseId, lane, complete ? CheckpointState.Held : CheckpointState.Incomplete);
        lock (Gate)
        {
            Release(lane, CheckpointState.Superseded);
            var trail = new LaneTrail(checkpoint);
            trail.Append(input.Where(static item => item.IsCompared).Select(static item => item.Fingerprint));

            // The history may bring the output back item by item, when the caller appended it raw …
            Remember(trail.EndWith(OutputForms.Raw(output)), checkpoint);
            // … or, as histories of messages do, as one message with all the text and then the calls.
            trail.Append(OutputForms.Mapped(output));
            Remember(trail.End, checkpoint);
            if (complete)
            {
                _trails[lane] = trail;
            }
        }
    }

    /// <summary>The service dropped what the lane held, or the lane starts anew.</summary>
    public void Release(LaneKey lane, CheckpointState state)
    {
        lock (Gate)
        {
            if (_trails.Remove(lane, out var trail))
            {
                trail.Latest.State = state;
            }
        }
    }

    private void Remember(PrefixChain prefix, Checkpoint checkpoint)
    {
        if (_byPrefix.Remove(prefix, out var older))
        {
            _byAge.Remove(older);
        }

        _byPrefix[prefix] = _byAge.AddLast((prefix, checkpoint));
        if (_byPrefix.Count > capacity)
        {
            var oldest = _byAge.First!;
            _byAge.RemoveFirst();
            _byPrefix.Remove(oldest.Value.Prefix);
        }
    }
}
