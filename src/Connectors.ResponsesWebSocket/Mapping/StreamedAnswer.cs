using System.Text;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>What a streaming caller was given of one response so far.</summary>
internal sealed class StreamedAnswer
{
    private readonly SortedDictionary<int, StreamedItem> _items = [];
    private int _calls;

    public StreamedItem At(int outputIndex)
    {
        if (!_items.TryGetValue(outputIndex, out var item))
        {
            _items[outputIndex] = item = new StreamedItem();
        }

        return item;
    }

    /// <summary>Output indexes count items of every kind; callers need calls numbered from 0 without gaps.</summary>
    public int CallIndexOf(StreamedItem item) => item.CallIndex ??= _calls++;

    /// <summary>
    /// Pairs the response's own list with what was streamed: calls by their id, messages by what was given of them. Not by
    /// position, because the list may leave out items that were streamed, and hold items that were not.
    /// </summary>
    public IEnumerable<(StreamedItem Given, ConversationItem Item)> Match(IReadOnlyList<ConversationItem> output)
    {
        var messages = MatchMessages(output);
        var nameless = new Queue<StreamedItem>(_items.Values.Where(static item => item.CallIndex is not null && item.CallId is null));
        foreach (var item in output)
        {
            switch (item.Kind)
            {
                // What the user said in between is not part of the answer.
                case ItemKind.Message when item.Role == "user":
                    break;
                case ItemKind.Message:
                    yield return (messages.GetValueOrDefault(item) ?? new StreamedItem(), item);
                    break;
                case ItemKind.FunctionCall:
                    var known = _items.Values.FirstOrDefault(given => given.CallId == item.CallId);
                    yield return (known ?? (nameless.TryDequeue(out var call) ? call : new StreamedItem()), item);
                    break;
            }
        }
    }

    /// <summary>The end of a text of which the beginning was given; nothing when the two do not fit, rather than text twice.</summary>
    public static string Missing(string whole, StringBuilder given)
    {
        var sofar = given.ToString();
        return whole.StartsWith(sofar, StringComparison.Ordinal) ? whole[sofar.Length..] : "";
    }

    /// <summary>First those that fit, each with the earliest; what is left over is the same message in other words.</summary>
    private Dictionary<ConversationItem, StreamedItem> MatchMessages(IReadOnlyList<ConversationItem> output)
    {
        var given = _items.Values.Where(static item => item.Text.Length + item.Refusal.Length > 0).ToList();
        var matched = new Dictionary<ConversationItem, StreamedItem>();
        foreach (var mustFit in new[] { true, false })
        {
            foreach (var message in output.Where(item => item.Kind == ItemKind.Message && item.Role != "user" && item.Text.Length + item.Refusal.Length > 0 && !matched.ContainsKey(item)))
            {
                if (given.Find(candidate => !mustFit || candidate.Begins(message)) is { } found)
                {
                    given.Remove(found);
                    matched.Add(message, found);
                }
            }
        }

        return matched;
    }
}

/// <summary>What was given of one output item.</summary>
internal sealed class StreamedItem
{
    public StringBuilder Text { get; } = new();

    public StringBuilder Refusal { get; } = new();

    public StringBuilder Arguments { get; } = new();

    /// <summary>The call's id, once it was given.</summary>
    public string? CallId { get; set; }

    public int? CallIndex { get; set; }

    /// <summary>Whether what was given is the beginning of that message.</summary>
    public bool Begins(ConversationItem message) =>
        message.Text.StartsWith(Text.ToString(), StringComparison.Ordinal) && message.Refusal.StartsWith(Refusal.ToString(), StringComparison.Ordinal);
}
