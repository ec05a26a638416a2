namespace ResponsesWebSocket.Client.History;

/// <summary>
/// A compaction item stands for all that was said before it. A full input may begin with the newest one; instructions stay,
/// since they are the caller's and not part of what was said.
/// </summary>
internal static class Compaction
{
    public static bool IsCompaction(ConversationItem item) => item.Kind == ItemKind.Other && item.Type == "compaction";

    public static IReadOnlyList<ConversationItem> Shorten(List<ConversationItem> items)
    {
        var newest = items.FindLastIndex(IsCompaction);
        return newest <= 0
            ? items
            : [.. items.Take(newest).Where(static item => item.Kind == ItemKind.Message && item.Role is "system" or "developer"), .. items.Skip(newest)];
    }
}
