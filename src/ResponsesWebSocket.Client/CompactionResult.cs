namespace ResponsesWebSocket.Client;

/// <summary>A shorter history in place of a long one.</summary>
/// <param name="Items">
/// What the history is to be replaced with: the user's messages, and an item that stands for all the rest. Send it unchanged, with
/// what is new behind it.
/// </param>
/// <param name="Usage">The tokens it took, if the service said so.</param>
public sealed record CompactionResult(IReadOnlyList<ConversationItem> Items, TurnUsage? Usage);
