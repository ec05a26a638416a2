using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.History;

/// <summary>
/// The best full input for a history: where it holds the answers of known responses, these take their place as they came, with the
/// reasoning, the phases, the hosted calls and the very arguments that a history of messages has lost. The caller's history is
/// not touched.
/// </summary>
internal sealed class FullInputBuilder
{
    private readonly List<ConversationItem> _items = [];
    private readonly Dictionary<PrefixHash, int> _places = [];
    private readonly HashSet<ConversationItem> _restoredCompactions = [];
    private readonly TurnRequest _request;
    private readonly bool _withReasoning;

    private FullInputBuilder(TurnRequest request, bool withReasoning)
    {
        _request = request;
        _withReasoning = withReasoning;
    }

    /// <param name="items">The whole history.</param>
    /// <param name="firstItem">The first item that is to be sent.</param>
    /// <param name="request">The settings of the turn.</param>
    /// <param name="index">What is known of responses.</param>
    /// <param name="withReasoning">Whether the model's earlier reasoning goes along. A service that cannot read it refuses the turn.</param>
    public static IReadOnlyList<ConversationItem> Of(
        IReadOnlyList<ConversationItem> items,
        int firstItem,
        TurnRequest request,
        CheckpointIndex index,
        bool withReasoning)
    {
        var window = new FullInputBuilder(request, withReasoning);
        lock (index.Gate)
        {
            window.Fill_NeedsLock(items, firstItem, index);
        }

        window.DropLooseReasoning();
        // A compaction of the caller's own stands in a window that the service wants back unchanged. One that came with a known
        // answer is not the caller's own, whether the history holds it or not.
        return firstItem == 0 && window._items.TrueForAll(item => !Compaction.IsCompaction(item) || window._restoredCompactions.Contains(item))
            ? Compaction.Shorten(window._items)
            : window._items;
    }

    private void Fill_NeedsLock(IReadOnlyList<ConversationItem> items, int firstItem, CheckpointIndex index)
    {
        var chain = PrefixHash.Empty;
        Checkpoint? last = null;
        for (var position = 0; position < items.Count; position++)
        {
            if (position == firstItem)
            {
                _places[chain] = 0;
            }

            var item = items[position];
            if (item.IsCompared)
            {
                chain = chain.Append(item.Fingerprint);
                last = null;
            }

            if (position < firstItem)
            {
                continue;
            }

            // The reasoning of a known response has come with its output.
            if (item.IsCompared || (last is null && MayGo(item, _request.Model)))
            {
                _items.Add(item);
            }

            if (item.IsCompared && index.Find_NeedsLock(chain) is { } known && _places.TryGetValue(known.Content.Before, out var place))
            {
                index.Touch_NeedsLock(known);
                Restore(known.Content, place);
                last = known;
            }

            if (item.IsCompared)
            {
                _places[chain] = _items.Count;
            }
        }
    }

    /// <summary>Puts the output as it came in the place of what the history has kept of it.</summary>
    private void Restore(CheckpointContent content, int place)
    {
        if (ConversationItem.CarriesMoreThanMessage(content.Output))
        {
            _items.RemoveRange(place, _items.Count - place);
            _items.AddRange(content.Output.Where(item => MayGo(item, content.Model)));
            _restoredCompactions.UnionWith(content.Output.Where(Compaction.IsCompaction));
            return;
        }

        // Arguments go back as the model wrote them: other bytes would be another prompt to its cache.
        for (var index = place; index < _items.Count; index++)
        {
            if (_items[index] is { Kind: ItemKind.FunctionCall } call
                && content.Output.FirstOrDefault(item => item.Kind == ItemKind.FunctionCall && item.CallId == call.CallId) is { } twin
                && twin.Arguments != call.Arguments)
            {
                _items[index] = twin;
            }
        }
    }

    /// <summary>
    /// Reasoning is of use to the model that wrote it, and a service that stores nothing can read it only when it brings its
    /// encrypted content.
    /// </summary>
    private bool MayGo(ConversationItem item, string? model) =>
        item.Kind != ItemKind.Reasoning || (_withReasoning && model == _request.Model && (_request.Store || item.HasEncryptedContent));

    /// <summary>Reasoning without the item it led to is refused, as after an answer that was cut short.</summary>
    private void DropLooseReasoning()
    {
        var ledToSomething = false;
        for (var index = _items.Count - 1; index >= 0; index--)
        {
            var item = _items[index];
            if (item.Kind != ItemKind.Reasoning)
            {
                ledToSomething = item.Kind is not (ItemKind.Message or ItemKind.FunctionCallOutput) || item is { Kind: ItemKind.Message, Role: "assistant" };
            }
            else if (!ledToSomething)
            {
                _items.RemoveAt(index);
            }
        }
    }
}
