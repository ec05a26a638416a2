using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.History;

/// <summary>
/// Decides which part of a history must be sent. Continues only where the history provably begins with what a lane holds;
/// anything else is sent in full, with the reason.
/// </summary>
internal static class Planner
{
    public static PlannedTurn Plan(IReadOnlyList<ConversationItem> items, CheckpointIndex index)
    {
        ConversationItem? replaced = null;
        var planned = Plan(items, index, ref replaced);
        // Outside the lock: items may be large.
        return replaced is not null && planned.Plan.EditedAt < items.Count
            ? planned with { Plan = planned.Plan with { DiffPath = JsonDiffPath.Between(replaced, items[planned.Plan.EditedAt.Value]) } }
            : planned;
    }

    private static PlannedTurn Plan(IReadOnlyList<ConversationItem> items, CheckpointIndex index, ref ConversationItem? replaced)
    {
        lock (index.Gate)
        {
            var (parent, firstItem, known) = LongestKnown_NeedsLock(items, index);
            if (parent is not null && (firstItem < items.Count || parent.IsPrewarmed))
            {
                index.Touch_NeedsLock(parent);
                return new(new TurnPlan(PlanKind.Continue, PlanReason.LatestOfLane), parent, firstItem, Preferred: null)
                {
                    SendsKnownAnswers = known?.Checkpoint != parent,
                };
            }

            return parent is not null
                ? PlannedTurn.Replay(PlanReason.NothingNew, parent.Lane)
                : WhyReplay_NeedsLock(items, index, known, ref replaced);
        }
    }

    /// <summary>
    /// One walk along the history. Reasoning that stands right behind a held response is covered by it.
    /// </summary>
    private static (Checkpoint? Held, int FirstItem, Known? Longest) LongestKnown_NeedsLock(IReadOnlyList<ConversationItem> items, CheckpointIndex index)
    {
        Checkpoint? held = null;
        Known? longest = null;
        var firstItem = 0;
        var count = 0;
        var chain = PrefixHash.Empty;
        for (var position = 0; position < items.Count; position++)
        {
            if (items[position].IsCompared)
            {
                chain = chain.Append(items[position].Fingerprint);
                count++;
                if (index.Find_NeedsLock(chain) is not { } found)
                {
                    continue;
                }

                longest = new Known(found, chain, count);
                if (found.CanBeParent)
                {
                    held = found;
                    firstItem = position + 1;
                }
            }
            else if (held is not null && firstItem == position)
            {
                firstItem = position + 1;
            }
        }

        return (held, firstItem, longest);
    }

    private static PlannedTurn WhyReplay_NeedsLock(IReadOnlyList<ConversationItem> items, CheckpointIndex index, Known? known, ref ConversationItem? replaced)
    {
        switch (known?.Checkpoint.State)
        {
            case CheckpointState.Lost:
                return PlannedTurn.Replay(PlanReason.SessionLost);
            case CheckpointState.Evicted:
                return PlannedTurn.Replay(PlanReason.ParentEvicted, known.Value.Checkpoint.Lane);
            case CheckpointState.Incomplete:
                return PlannedTurn.Replay(PlanReason.ParentIncomplete, known.Value.Checkpoint.Lane);
            case CheckpointState.Abandoned:
                return PlannedTurn.Replay(PlanReason.TurnAbandoned);
            case CheckpointState.Superseded when !GoesOnFrom(known.Value, index):
                // Another conversation took the lane over. Taking it back would have the two replay in turns for ever.
                return PlannedTurn.Replay(PlanReason.ParentReplaced);
            default:
                return Edited(items, index, ref replaced) ?? PlannedTurn.Replay(PlanReason.NoCheckpoint);
        }
    }

    /// <summary>Whether the lane went on from the checkpoint, rather than to something else.</summary>
    private static bool GoesOnFrom(Known known, CheckpointIndex index) =>
        index.LaneHistories.TryGetValue(known.Checkpoint.Lane, out var laneHistory) && laneHistory.Passes(known.Count, known.Prefix);

    /// <summary>
    /// The lane that shares the longest beginning, if that is more than instructions: conversations of one application all
    /// begin with the same system prompt, so that alone proves nothing.
    /// </summary>
    private static PlannedTurn? Edited(IReadOnlyList<ConversationItem> items, CheckpointIndex index, ref ConversationItem? replaced)
    {
        LaneKey? lane = null;
        var editedAt = 0;
        foreach (var (key, laneHistory) in index.LaneHistories)
        {
            var position = FirstDifference(items, laneHistory, out var beyondInstructions);
            if (beyondInstructions && (lane is null || position > editedAt))
            {
                (lane, editedAt) = (key, position);
            }
        }

        if (lane is null)
        {
            return null;
        }

        replaced = index.LaneHistories[lane.Value].ItemAt(items.Take(editedAt).Count(static item => item.IsCompared));
        return PlannedTurn.Replay(PlanReason.HistoryEdited, lane, editedAt);
    }

    private static int FirstDifference(IReadOnlyList<ConversationItem> items, LaneHistory laneHistory, out bool beyondInstructions)
    {
        beyondInstructions = false;
        var chain = PrefixHash.Empty;
        var count = 0;
        for (var position = 0; position < items.Count; position++)
        {
            var item = items[position];
            if (!item.IsCompared)
            {
                continue;
            }

            chain = chain.Append(item.Fingerprint);
            if (!laneHistory.Passes(++count, chain))
            {
                return position;
            }

            beyondInstructions |= item.Kind != ItemKind.Message || item.Role is not ("system" or "developer");
        }

        return items.Count;
    }

    private readonly record struct Known(Checkpoint Checkpoint, PrefixHash Prefix, int Count);
}
