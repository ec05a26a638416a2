namespace ResponsesWebSocket.Client.Protocol;

/// <summary>
/// Puts a response's output together. The terminal event's list wins when it has items; otherwise the items that were streamed
/// count, since either may be missing.
/// </summary>
internal sealed class ResponseAssembler
{
    private readonly SortedDictionary<int, ConversationItem> _done = [];

    public void Observe(ResponseEvent observed)
    {
        if (observed is OutputItemDoneEvent done)
        {
            _done[done.OutputIndex] = done.Item;
        }
    }

    public IReadOnlyList<ConversationItem> Output(TerminalResponse terminal) =>
        terminal.Output.Count > 0 ? terminal.Output : [.. _done.Values];
}
