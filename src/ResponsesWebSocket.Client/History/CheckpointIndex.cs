using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.History;

/// <summary>
/// Remembers which beginnings of histories the service holds, found by prefix chain. Changed only by what the service said: a
/// checkpoint is committed after the terminal event of a response and given up by the service's rules of eviction. Bounded: past
/// a number or a size, those unused for longest are forgotten.
/// </summary>
internal sealed class CheckpointIndex(int capacity, long maxBytes = long.MaxValue)
{
    private readonly Dictionary<PrefixHash, Entry> _byPrefix = [];
    private readonly Dictionary<Checkpoint, LinkedListNode<Checkpoint>> _ages = [];
    private readonly LinkedList<Checkpoint> _byAge = [];
    private readonly Dictionary<LaneKey, LaneHistory> _laneHistories = [];
    private long _bytes;

    /// <summary>Held while a plan is made, so that it sees one state.</summary>
    public Lock Gate { get; } = new();

    public IReadOnlyDictionary<LaneKey, LaneHistory> LaneHistories => _laneHistories;

    /// <summary>How many responses are remembered, and what they take in memory.</summary>
    public (int Count, long Bytes) Size
    {
        get
        {
            lock (Gate)
            {
                return (_byAge.Count, _bytes);
            }
        }
    }

    /// <summary>The response behind that beginning; null when none is known, or several with different content are.</summary>
    public Checkpoint? Find_NeedsLock(PrefixHash prefix) => _byPrefix.TryGetValue(prefix, out var entry) && !entry.IsAmbiguous ? entry.Newest : null;

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
            return _laneHistories.ContainsKey(lane);
        }
    }

    /// <summary>A response ended, and its lane now holds it.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="responseId">The response.</param>
    /// <param name="input">The whole history the turn was made from.</param>
    /// <param name="output">What the response added.</param>
    /// <param name="complete">Whether it can be a parent.</param>
    /// <param name="isStored">Whether the service keeps it beyond the socket.</param>
    /// <param name="request">The settings of the turn.</param>
    /// <param name="tools">The tools that the chain holds as items.</param>
    /// <param name="keepsSteers">Whether the output ends with messages that the service puts in front of the lane's next turn.</param>
    public void Commit(
        LaneKey lane,
        string responseId,
        IReadOnlyList<ConversationItem> input,
        IReadOnlyList<ConversationItem> output,
        bool complete,
        bool isStored = false,
        TurnRequest? request = null,
        IReadOnlyList<TurnTool>? tools = null,
        bool keepsSteers = false)
    {
        var (laneHistory, before, raw) = LaneHistory.Of(input, output);
        laneHistory.Request = request;
        var content = new CheckpointContent(before, raw, laneHistory.End, output, request?.Model);
        // Nothing is held behind an answer over HTTP, but its raw output is worth remembering, and it may be stored.
        var state = !complete ? CheckpointState.Incomplete : lane.IsHttp ? CheckpointState.NeverHeld : CheckpointState.Held;
        Commit(laneHistory, new Checkpoint(responseId, lane, content, isStored && !keepsSteers, state) { Tools = tools ?? [], IsBoundToLane = keepsSteers });
    }

    /// <summary>The service dropped what the lane held, or the lane starts anew.</summary>
    public void Release(LaneKey lane, CheckpointState state)
    {
        lock (Gate)
        {
            if (_laneHistories.Remove(lane, out var laneHistory))
            {
                laneHistory.Latest.State = state;
            }
        }
    }

    /// <summary>A context was made ready on a lane, without an answer.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="responseId">What the service calls it.</param>
    /// <param name="laneHistory">What the lane holds.</param>
    /// <param name="content">What it is known by.</param>
    /// <param name="tools">The tools that the chain holds as items.</param>
    /// <param name="original">Where the context was held until now; it is not used when the conversation went on there meanwhile.</param>
    public void CommitPrewarmed(
        LaneKey lane, string responseId, LaneHistory laneHistory, CheckpointContent content, IReadOnlyList<TurnTool> tools, LaneHistory? original)
    {
        lock (Gate)
        {
            if (original is not null && original.Latest.State is not (CheckpointState.Held or CheckpointState.Lost))
            {
                return;
            }

            Commit(laneHistory, new Checkpoint(responseId, lane, content, isStored: false, CheckpointState.Held) { IsPrewarmed = true, Tools = tools });
            if (original?.Latest is { State: CheckpointState.Held } moved)
            {
                Release(moved.Lane, CheckpointState.Superseded);
            }
        }
    }

    /// <summary>A socket is gone, and with it what its lanes held.</summary>
    /// <returns>What they held.</returns>
    public IReadOnlyList<LaneHistory> ReleaseSession(int session)
    {
        lock (Gate)
        {
            var lanes = _laneHistories.Where(lane => lane.Key.Session == session).ToList();
            foreach (var (lane, _) in lanes)
            {
                Release(lane, CheckpointState.Lost);
            }

            return [.. lanes.Select(static lane => lane.Value)];
        }
    }

    /// <summary>What a lane holds.</summary>
    public LaneHistory? LaneHistoryOf(LaneKey lane)
    {
        lock (Gate)
        {
            return _laneHistories.GetValueOrDefault(lane);
        }
    }

    /// <summary>Called for a checkpoint that was of use, so that it is not the next to be forgotten.</summary>
    public void Touch_NeedsLock(Checkpoint checkpoint)
    {
        if (_ages.TryGetValue(checkpoint, out var node))
        {
            _byAge.Remove(node);
            _byAge.AddLast(node);
        }
    }

    private void Commit(LaneHistory laneHistory, Checkpoint checkpoint)
    {
        lock (Gate)
        {
            Release(checkpoint.Lane, CheckpointState.Superseded);
            _ages[checkpoint] = _byAge.AddLast(checkpoint);
            _bytes += checkpoint.Content.Bytes;
            // The history may bring the output back item by item, when the caller appended it raw …
            Remember_NeedsLock(checkpoint.Content.Raw, checkpoint);
            // … or, as histories of messages do, as one message with all the text and then the calls.
            Remember_NeedsLock(checkpoint.Content.Mapped, checkpoint);
            while (_byAge.Count > capacity || (_bytes > maxBytes && _byAge.Count > 1))
            {
                Drop_NeedsLock(_byAge.First!.Value);
            }

            if (checkpoint.State == CheckpointState.Held)
            {
                laneHistory.Latest = checkpoint;
                _laneHistories[checkpoint.Lane] = laneHistory;
            }
        }
    }

    /// <summary>
    /// Two answers may look the same as messages and differ in what messages do not show, an image for example. Which of them
    /// a history of messages means cannot be told then, so it means neither, even when only one of them is still held: the
    /// other one's conversation would be taken for its own.
    /// </summary>
    private void Remember_NeedsLock(PrefixHash prefix, Checkpoint checkpoint)
    {
        var isAmbiguous = _byPrefix.TryGetValue(prefix, out var older) && (older.IsAmbiguous || older.Newest.Content.Raw != checkpoint.Content.Raw);
        _byPrefix[prefix] = new Entry(checkpoint, isAmbiguous);
    }

    private void Drop_NeedsLock(Checkpoint checkpoint)
    {
        _ages.Remove(checkpoint, out var node);
        _byAge.Remove(node!);
        _bytes -= checkpoint.Content.Bytes;
        foreach (var prefix in (ReadOnlySpan<PrefixHash>)[checkpoint.Content.Raw, checkpoint.Content.Mapped])
        {
            // A newer checkpoint of the same beginning keeps it.
            if (_byPrefix.TryGetValue(prefix, out var entry) && entry.Newest == checkpoint)
            {
                _byPrefix.Remove(prefix);
            }
        }
    }

    private readonly record struct Entry(Checkpoint Newest, bool IsAmbiguous);
}
