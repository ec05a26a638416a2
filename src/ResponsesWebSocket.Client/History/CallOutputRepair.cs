namespace ResponsesWebSocket.Client.History;

/// <summary>
/// Every call needs an output and every output its call, or the service refuses the turn. A loop that a filter ended and a
/// history that a reducer cut leave gaps; they are closed in the request only, the caller's history stays as it is.
/// </summary>
internal static class CallOutputRepair
{
    private const string NoResult = "No result: the call was interrupted. It may or may not have been carried out.";

    /// <returns>The same list when nothing is missing.</returns>
    public static IReadOnlyList<ConversationItem> Close(IReadOnlyList<ConversationItem> items)
    {
        if (IsWhole(items))
        {
            return items;
        }

        var (unanswered, orphans) = Gaps(items);
        return unanswered.Count + orphans.Count == 0 ? items : Repair(items, unanswered, orphans);
    }

    /// <summary>Whether each call has its output, as far as can be told without keeping books: a history without gaps is the rule.</summary>
    private static bool IsWhole(IReadOnlyList<ConversationItem> items)
    {
        var open = new List<string>();
        foreach (var item in items)
        {
            switch (item.Kind)
            {
                case ItemKind.FunctionCall when item.CallId is { } id && !open.Contains(id):
                    open.Add(id);
                    break;
                case ItemKind.FunctionCallOutput when item.CallId is { } id && open.Remove(id):
                    break;
                case ItemKind.FunctionCall or ItemKind.FunctionCallOutput:
                    return false;
            }
        }

        return open.Count == 0;
    }

    /// <summary>
    /// Judged one by one and in order, since some services number their calls anew in each response, and some give several calls of one
    /// response the same id: an output answers the first open call of its id in front of it.
    /// </summary>
    private static (HashSet<int> Unanswered, HashSet<int> Orphans) Gaps(IReadOnlyList<ConversationItem> items)
    {
        var open = new Dictionary<string, Queue<int>>();
        var unanswered = new HashSet<int>();
        var orphans = new HashSet<int>();
        var lastMessage = -1;
        for (var position = 0; position < items.Count; position++)
        {
            var item = items[position];
            var calls = open.GetValueOrDefault(item.CallId ?? "");
            switch (item.Kind)
            {
                case ItemKind.Message:
                    lastMessage = position;
                    break;
                case ItemKind.FunctionCall when calls is { Count: > 0 } && calls.Peek() > lastMessage:
                    calls.Enqueue(position);
                    break;
                case ItemKind.FunctionCall:
                    // A call of an earlier response under this id was never answered.
                    unanswered.UnionWith(calls ?? []);
                    open[item.CallId ?? ""] = new([position]);
                    break;
                case ItemKind.FunctionCallOutput when calls is null || !calls.TryDequeue(out _):
                    orphans.Add(position);
                    break;
            }
        }

        unanswered.UnionWith(open.Values.SelectMany(static calls => calls));
        return (unanswered, orphans);
    }

    private static List<ConversationItem> Repair(IReadOnlyList<ConversationItem> items, HashSet<int> unanswered, HashSet<int> orphans)
    {
        var repaired = new List<ConversationItem>(items.Count + unanswered.Count);
        var missing = new List<string>();
        for (var position = 0; position < items.Count; position++)
        {
            // Outputs that are there stay in front of those that are made up.
            if (items[position].Kind is not (ItemKind.FunctionCall or ItemKind.FunctionCallOutput))
            {
                AppendMissingOutputs();
            }

            if (unanswered.Contains(position) && items[position].CallId is { Length: > 0 } id)
            {
                missing.Add(id);
            }

            if (!orphans.Contains(position))
            {
                repaired.Add(items[position]);
            }
        }

        AppendMissingOutputs();
        return repaired;

        void AppendMissingOutputs()
        {
            repaired.AddRange(missing.Select(static id => ConversationItem.FunctionCallOutput(id, NoResult)));
            missing.Clear();
        }
    }
}
