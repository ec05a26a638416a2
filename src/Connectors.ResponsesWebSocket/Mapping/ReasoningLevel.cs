using System.Text.Json;
using OpenAI.Chat;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From the forms in which applications give a reasoning effort to <c>reasoning.effort</c>.</summary>
internal static class ReasoningLevel
{
    // The last two are the Responses API's; the stock connector knows the others.
    private static readonly HashSet<string> Known = ["minimal", "low", "medium", "high", "none", "xhigh"];

    /// <exception cref="NotSupportedException">Not one of the levels, in the words of the stock connector.</exception>
    public static string? Of(object? effort) => effort switch
    {
        null => null,
        ChatReasoningEffortLevel level => level.ToString(),
        string text => Level(text) ?? throw Unknown(text),
        JsonElement { ValueKind: JsonValueKind.String } text when Level(text.GetString()!) is { } level => level, // Prompt files go through JSON.
        _ => throw Unknown(effort.GetType()),
    };

    private static string? Level(string text) => text.ToLowerInvariant() is var level && Known.Contains(level) ? level : null;

    private static NotSupportedException Unknown(object effort) => new($"The provided reasoning effort '{effort}' is not supported.");
}
