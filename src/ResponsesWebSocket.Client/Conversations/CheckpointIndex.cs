using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Conversations;

/// <summary>
/// Remembers which beginnings of histories the service holds, found by prefix chain. Changed only by what the service said: a
/// checkpoint is committed after the terminal event of a response and given up by the service's rules of eviction.
/// </summary>
internal sealed class CheckpointIndex(int capacity)
{
    private readonly Dictionary<PrefixChain, LinkedListNode<(PrefixChain Prefix, Checkpoint? Checkpoint)>> _byPrefix = [];
    private readonly LinkedList<(PrefixChain Prefix, Checkpoint? Checkpoint)> _byAge = [];
    private readonly Dictionary<LaneKey, LaneTrail> _trails = [];

    /// <summary>Held while a plan is made, so that it sees one state.</summary>
    public Lock Gate { get; } = new();

    public IReadOnlyDictionary<LaneKey, LaneTrail> Trails => _trails;

    /// <summary>The response behind that beginning; null when none is known, or several with different content are.</summary>
    public Checkpoint? Find(PrefixChain prefix) => _byPrefix.TryGetValue(prefix, out var node) ? node.Value.Checkpoint : null;

    /// <summary>Whether the response is still what its lane holds.</summary>
    public bool Holds(Checkpoint checkpoint)
    {
        lock (Gate)
        {
            return checkpoint.State == CheckpointState.Held;
        }
    }

    /// <summary>The service does not know the response any more, neither on its lane nor stored.</summary>
    public void Forget(Checkpoint checkpoint)
    {
        lock (Gate)
        {
            checkpoint.IsStored = false;
            if (checkpoint.State == CheckpointState.Held)
            {
                Release(checkpoint.Lane, CheckpointState.Evicted);
            }
        }
    }

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
    /// <param name="isStored">Whether the service keeps it beyond the socket.</param>
    public void Commit(
        LaneKey lane,
        string responseId,
        IReadOnlyList<ConversationItem> input,
        IReadOnlyList<ConversationItem> output,
        bool complete,
        bool isStored = false)
    {
        var trail = new LaneTrail();
        trail.Append(OutputForms.Raw(input));
        var content = trail.EndWith(OutputForms.Raw(output));
        trail.Append(OutputForms.Mapped(output));
        trail.Latest = new Checkpoint(responseId, lane, content, isStored, complete ? CheckpointState.Held : CheckpointState.Incomplete);
        lock (Gate)
        {
            Release(lane, CheckpointState.Superseded);
            // The history may bring the output back item by item, when the caller appended it raw …
            Remember(content, trail.Latest);
            // … or, as histories of messages do, as one message with all the text and then the calls.
            Remember(trail.End, trail.Latest);
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

    /// <summary>A socket is gone, and with it what its lanes held.</summary>
    public void ReleaseSession(int session)
    {
        lock (Gate)
        {
            foreach (var lane in _trails.Keys.Where(lane => lane.Session == session).ToList())
            {
                Release(lane, CheckpointState.Lost);
            }
        }
    }

    /// <summary>
    /// Two answers may look the same as messages and differ in what messages do not show, an image for example. Which of them
    /// a history of messages means cannot be told then, so it means neither, even when only one of them is still held: the
    /// other one's conversation would be taken for its own.
    /// </summary>
    private void Remember(PrefixChain prefix, Checkpoint checkpoint)
    {
        var isAmbiguous = false;
        if (_byPrefix.Remove(prefix, out var older))
        {
            _byAge.Remove(older);
            isAmbiguous = older.Value.Checkpoint is not { } known || known.Content != checkpoint.Content;
        }

        _byPrefix[prefix] = _byAge.AddLast((prefix, isAmbiguous ? null : checkpoint));
        if (_byPrefix.Count > capacity)
        {
            var oldest = _byAge.First!;
            _byAge.RemoveFirst();
            _byPrefix.Remove(oldest.Value.Prefix);
        }
    }
}
