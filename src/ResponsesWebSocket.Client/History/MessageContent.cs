using System.Text;
using System.Text.Json;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.History;

/// <summary>
/// A message's content as it is compared: runs of text, whatever parts they came in, and parts of other kinds between them. Knows
/// which part each run came from.
/// </summary>
internal sealed class MessageContent(bool hasParts)
{
    private readonly List<Run> _runs = [];

    private bool HasParts => hasParts;

    public static MessageContent Of(JsonElement message)
    {
        var content = new MessageContent(hasParts: message.MemberOf("content"u8).ValueKind == JsonValueKind.Array);
        foreach (var (index, part) in MessagePart.Of(message).Index())
        {
            content.Append(index, part);
        }

        return content;
    }

    /// <summary>Where <paramref name="now"/> differs from this; null when it does not.</summary>
    public Difference? FirstDifference(MessageContent now)
    {
        for (var index = 0; index < Math.Max(_runs.Count, now._runs.Count); index++)
        {
            var (old, changed) = (_runs.ElementAtOrDefault(index), now._runs.ElementAtOrDefault(index));
            if (old?.Text is { } before && changed?.Text is { } after)
            {
                if (!before.Equals(after))
                {
                    return now.At(changed.PartOf(before.ToString().AsSpan().CommonPrefixLength(after.ToString())), isText: true);
                }
            }
            else if (old?.Other is { } part && changed?.Other is { } other)
            {
                if (!JsonElement.DeepEquals(part, other))
                {
                    return now.At(changed.FirstPart) with { Before = part, Now = other };
                }
            }
            else
            {
                // The path is that of the history as it is now, or of what it lost.
                return changed is not null ? now.At(changed.FirstPart) : At(old!.FirstPart) with { Part = now.HasParts ? old.FirstPart : null };
            }
        }

        return null;
    }

    private Difference At(int part, bool isText = false) => new(HasParts ? part : null, isText);

    private void Append(int index, MessagePart part)
    {
        if (part.Text is null)
        {
            _runs.Add(new Run(index) { Other = part.Value });
        }
        else if (part.Text.Length > 0)
        {
            if (_runs is not [.., { Text: not null }])
            {
                _runs.Add(new Run(index) { Text = new StringBuilder() });
            }

            _runs[^1].Append(index, part.Text);
        }
    }

    /// <param name="Part">The part; null when the content is one text and has none.</param>
    /// <param name="IsText">Whether it is the part's text that differs.</param>
    public readonly record struct Difference(int? Part, bool IsText)
    {
        /// <summary>For parts of other kinds, the part as it was.</summary>
        public JsonElement? Before { get; init; }

        /// <summary>The part as it is.</summary>
        public JsonElement? Now { get; init; }
    }

    private sealed class Run(int firstPart)
    {
        private readonly List<(int Start, int Part)> _parts = [];

        public int FirstPart { get; } = firstPart;

        public StringBuilder? Text { get; init; }

        public JsonElement? Other { get; init; }

        public void Append(int part, string text)
        {
            _parts.Add((Text!.Length, part));
            Text.Append(text);
        }

        public int PartOf(int character) => _parts.FindLast(part => part.Start <= Math.Min(character, Text!.Length - 1)).Part;
    }
}
