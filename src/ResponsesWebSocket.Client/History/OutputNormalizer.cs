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

    /// <summary>Whether a history of messages loses something of the output: reasoning, hosted calls, phases, the cut into messages.</summary>
    public static bool CarriesMore(IReadOnlyList<ConversationItem> output) =>
        output.Any(static item => item.Kind is not (ItemKind.Message or ItemKind.FunctionCall) || item.HasPhase)
        || output.Count(static item => item.Kind == ItemKind.Message) > 1;

    /// <summary>The text of all messages as one message, if there is any, then the rest in order. Hosted calls and compactions have no place in messages.</summary>
    /// <remarks>A message of the user's stands in an output where a turn was steered; each side of it is an answer of its own.</remarks>
    public static IEnumerable<Fingerprint> Mapped(IReadOnlyList<ConversationItem> output)
    {
        var answer = new List<ConversationItem>();
        foreach (var item in output)
        {
            if (item is not { Kind: ItemKind.Message, Role: "user" })
            {
                answer.Add(item);
                continue;
            }

            foreach (var part in MappedAnswer(answer))
            {
                yield return part;
            }

            yield return item.Fingerprint;
            answer.Clear();
        }

        foreach (var part in MappedAnswer(answer))
        {
            yield return part;
        }
    }

    private static IEnumerable<Fingerprint> MappedAnswer(List<ConversationItem> output)
    {
        var messages = output.Where(static item => item.Kind == ItemKind.Message).ToList();
        var text = string.Concat(messages.Select(static message => message.Text));
        var refusal = string.Concat(messages.Select(static message => message.Refusal));
        if (text.Length > 0 || refusal.Length > 0)
        {
            yield return ItemCanonicalizer.OfMessage("assistant", text, refusal);
        }

        foreach (var item in output.Where(HasPlaceInMessages))
        {
            yield return item.Fingerprint;
        }
    }

    /// <summary>The item of that number in <see cref="Mapped"/>; null past the end.</summary>
    public static ConversationItem? MappedAt(IReadOnlyList<ConversationItem> output, int number)
    {
        var messages = output.Where(static item => item.Kind == ItemKind.Message).ToList();
        var text = string.Concat(messages.Select(static message => message.Text));
        var hasMessage = text.Length > 0 || messages.Exists(static message => message.Refusal.Length > 0);
        return hasMessage && number == 0
            ? ConversationItem.Message("assistant", text)
            : output.Where(HasPlaceInMessages).ElementAtOrDefault(number - (hasMessage ? 1 : 0));
    }

    private static bool HasPlaceInMessages(ConversationItem item) =>
        item.Kind is ItemKind.FunctionCall or ItemKind.FunctionCallOutput or ItemKind.Other && !Compaction.IsCompaction(item);
}
