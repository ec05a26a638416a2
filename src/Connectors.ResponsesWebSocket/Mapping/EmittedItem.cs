using System.Text;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>What was given of one output item.</summary>
internal sealed class EmittedItem
{
    private readonly SortedDictionary<int, StringBuilder> _summary = [];

    public StringBuilder Text { get; } = new();

    public StringBuilder Refusal { get; } = new();

    public StringBuilder Arguments { get; } = new();

    /// <summary>Where the text begins in what was given of the whole answer's.</summary>
    public int TextStart { get; set; }

    /// <summary>How many of the message's citations were given.</summary>
    public int Annotations { get; set; }

    /// <summary>The call's id, once it was given.</summary>
    public string? CallId { get; set; }

    public int? CallIndex { get; set; }

    /// <summary>What the item is, as far as text was given of it; null when none was.</summary>
    public ItemKind? Told => Text.Length + Refusal.Length > 0 ? ItemKind.Message : _summary.Count > 0 ? ItemKind.Reasoning : null;

    /// <summary>Whether there is text of the item that can be given.</summary>
    public static bool Tells(ConversationItem item) => item.Kind == ItemKind.Message
        ? item.Text.Length + item.Refusal.Length > 0
        : ReasoningSummary.Of(item).Count > 0;

    /// <summary>What was given of a part of the summary.</summary>
    public StringBuilder Summary(int part)
    {
        if (!_summary.TryGetValue(part, out var given))
        {
            _summary[part] = given = new StringBuilder();
        }

        return given;
    }

    /// <summary>Whether what was given is the beginning of that item.</summary>
    public bool Begins(ConversationItem item)
    {
        if (item.Kind == ItemKind.Message)
        {
            return EmittedResponse.Begins(item.Text, Text) && EmittedResponse.Begins(item.Refusal, Refusal);
        }

        var parts = ReasoningSummary.Of(item);
        return _summary.All(given => given.Key < parts.Count && EmittedResponse.Begins(parts[given.Key], given.Value));
    }
}
