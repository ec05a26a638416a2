using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.History;

/// <summary>
/// The forms in which a response's output comes back as history. Reasoning is in neither: a caller may keep it or not.
/// </summary>
internal static class OutputNormalizer
{
    /// <summary>Item by item; the form of the caller's own input too.</summary>
    public static IEnumerable<Fingerprint> Raw(IReadOnlyList<ConversationItem> items) =>
        items.Where(static item => item.IsCompared).Select(static item => item.Fingerprint);

    /// <summary>The text of all messages as one message, if there is any, then the rest in order. Hosted calls and compactions have no place in messages.</summary>
    /// <remarks>A message of the user's stands in an output where a turn was steered; each side of it is an answer of its own.</remarks>
    public static IEnumerable<MappedItem> Mapped(IReadOnlyList<ConversationItem> output)
    {
        var answer = new List<ConversationItem>();
        foreach (var item in output)
        {
            if (item is not { Kind: ItemKind.Message, Role: "user" })
            {
                answer.Add(item);
                continue;
            }

            foreach (var part in MappedAnswer(answer).Append(new(item.Fingerprint, item, "")))
            {
                yield return part;
            }

            answer.Clear();
        }

        foreach (var part in MappedAnswer(answer))
        {
            yield return part;
        }
    }

    private static IEnumerable<MappedItem> MappedAnswer(List<ConversationItem> output)
    {
        var messages = output.Where(static item => item.Kind == ItemKind.Message).ToList();
        var text = string.Concat(messages.Select(static message => message.Text));
        var refusal = string.Concat(messages.Select(static message => message.Refusal));
        if (text.Length > 0 || refusal.Length > 0)
        {
            yield return new(ItemCanonicalizer.OfMessage("assistant", text, refusal), Original: null, text);
        }

        foreach (var item in output.Where(static item => item.Kind is ItemKind.FunctionCall or ItemKind.FunctionCallOutput or ItemKind.Other && !Compaction.IsCompaction(item)))
        {
            yield return new(item.Fingerprint, item, "");
        }
    }
}

/// <summary>An item as a history of messages brings it back: one of the output, or a message of all its text.</summary>
internal sealed record MappedItem(Fingerprint Fingerprint, ConversationItem? Original, string Text)
{
    public ConversationItem ToItem() => Original ?? ConversationItem.Message("assistant", Text);
}
