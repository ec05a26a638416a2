using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Conversations;

/// <summary>
/// The forms in which a response's output comes back as history. Reasoning and hosted tools are in neither: a caller may keep
/// them or not.
/// </summary>
internal static class OutputForms
{
    /// <summary>Item by item.</summary>
    public static IEnumerable<Fingerprint> Raw(IReadOnlyList<ConversationItem> output) =>
        output.Where(static item => item.IsCompared).Select(static item => item.Fingerprint);

    /// <summary>The text of all messages as one message, if there is any, then everything else in order.</summary>
    public static IEnumerable<Fingerprint> Mapped(IReadOnlyList<ConversationItem> output)
    {
        var messages = output.Where(static item => item.Kind == ItemKind.Message).ToList();
        var text = string.Concat(messages.Select(static message => message.Text));
        var refusal = string.Concat(messages.Select(static message => message.Refusal));
        if (text.Length > 0 || refusal.Length > 0)
        {
            yield return ItemCanonicalizer.OfAssistantText(text, refusal);
        }

        foreach (var item in output.Where(static item => item.IsCompared && item.Kind != ItemKind.Message))
        {
            yield return item.Fingerprint;
        }
    }
}
