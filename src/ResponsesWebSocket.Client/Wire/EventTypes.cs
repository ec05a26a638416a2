using System.Globalization;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>The strings of event types and lane names that come with every message, made once.</summary>
internal static class EventTypes
{
    public const int Longest = 48;

    // The client names its lanes by number.
    private const int Lanes = 64;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = new HashSet<string>(StringComparer.Ordinal)
    {
        "response.created", "response.in_progress", "response.queued", "response.completed", "response.incomplete", "response.failed", "response.done",
        "response.output_item.added", "response.output_item.done", "response.content_part.added", "response.content_part.done",
        "response.output_text.delta", "response.output_text.done", "response.output_text.annotation.added", "response.refusal.delta", "response.refusal.done",
        "response.function_call_arguments.delta", "response.function_call_arguments.done",
        "response.reasoning_summary_part.added", "response.reasoning_summary_part.done", "response.reasoning_summary_text.delta", "response.reasoning_summary_text.done",
        "response.reasoning_text.delta", "response.reasoning_text.done", "keepalive", "error",
    }.With(Enumerable.Range(1, Lanes).Select(static number => number.ToString(CultureInfo.InvariantCulture))).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <returns>Null for a word that is not known.</returns>
    public static string? Find(ReadOnlySpan<char> word) => Known.TryGetValue(word, out var known) ? known : null;

    private static HashSet<string> With(this HashSet<string> words, IEnumerable<string> more)
    {
        words.UnionWith(more);
        return words;
    }
}
