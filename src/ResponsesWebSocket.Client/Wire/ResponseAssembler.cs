namespace ResponsesWebSocket.Client.Wire;

/// <summary>
/// Puts a response's output together. The terminal event's list wins when it has items; otherwise the items that were streamed
/// count, since either may be missing.
/// </summary>
internal sealed class ResponseAssembler
{
    private readonly SortedDictionary<int, ConversationItem> _done = [];

    /// <returns>False for an item that is told to be done once more: whoever runs a call when its item is done would run it twice.</returns>
    public bool Observe(TurnEvent observed) => observed is not OutputItemDoneEvent done || _done.TryAdd(done.OutputIndex, done.Item);

    public IReadOnlyList<ConversationItem> Output(EndedResponse terminal) =>
        terminal.Output.Count > 0 ? terminal.Output : [.. _done.Values];
}
