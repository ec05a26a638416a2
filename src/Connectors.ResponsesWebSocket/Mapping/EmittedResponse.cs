using System.Text;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>What a streaming caller was given of one response so far.</summary>
internal sealed class EmittedResponse
{
    private readonly SortedDictionary<int, EmittedItem> _items = [];
    private int _calls;

    public EmittedItem At(int outputIndex)
    {
        if (!_items.TryGetValue(outputIndex, out var item))
        {
            _items[outputIndex] = item = new EmittedItem();
        }

        return item;
    }

    /// <summary>Output indexes count items of every kind; callers need calls numbered from 0 without gaps.</summary>
    public int CallIndexOf(EmittedItem item) => item.CallIndex ??= _calls++;

    /// <summary>
    /// Pairs the response's own list with what was streamed: calls by their id, messages and reasoning by what was given of them. Not by
    /// position, because the list may leave out items that were streamed, and hold items that were not.
    /// </summary>
    public IEnumerable<(EmittedItem Given, ConversationItem Item)> Match(IReadOnlyList<ConversationItem> output)
    {
        var told = MatchWhatWasTold(output);
        var nameless = new Queue<EmittedItem>(_items.Values.Where(static item => item.CallIndex is not null && item.CallId is null));
        foreach (var item in output)
        {
            switch (item.Kind)
            {
                case ItemKind.Message or ItemKind.Reasoning:
                    yield return (told.GetValueOrDefault(item) ?? new EmittedItem(), item);
                    break;
                case ItemKind.FunctionCall:
                    var known = _items.Values.FirstOrDefault(given => given.CallId == item.CallId);
                    yield return (known ?? (nameless.TryDequeue(out var call) ? call : new EmittedItem()), item);
                    break;
            }
        }
    }

    /// <summary>The end of a text of which the beginning was given; nothing when the two do not fit, rather than text twice.</summary>
    public static string Missing(string whole, StringBuilder given) => Begins(whole, given) ? whole[given.Length..] : "";

    /// <summary>Whether what was given is the beginning of the text. A long answer is not copied for that.</summary>
    public static bool Begins(string whole, StringBuilder given)
    {
        var rest = whole.AsSpan();
        foreach (var chunk in given.GetChunks())
        {
            if (!rest.StartsWith(chunk.Span, StringComparison.Ordinal))
            {
                return false;
            }

            rest = rest[chunk.Length..];
        }

        return true;
    }

    /// <summary>First those that fit, each with the earliest; what is left over is the same item in other words.</summary>
    private Dictionary<ConversationItem, EmittedItem> MatchWhatWasTold(IReadOnlyList<ConversationItem> output)
    {
        var given = _items.Values.Where(static item => item.Told is not null).ToList();
        var matched = new Dictionary<ConversationItem, EmittedItem>();
        foreach (var mustFit in new[] { true, false })
        {
            foreach (var item in output.Where(item => EmittedItem.Tells(item) && !matched.ContainsKey(item)))
            {
                if (given.Find(candidate => candidate.Told == item.Kind && (!mustFit || candidate.Begins(item))) is { } found)
                {
                    given.Remove(found);
                    matched.Add(item, found);
                }
            }
        }

        return matched;
    }
}
