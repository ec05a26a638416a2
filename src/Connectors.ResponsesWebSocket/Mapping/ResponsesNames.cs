using System.Text.Json;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// Prompt files may be written in the words of the Responses API, whose names and nesting differ from those of the settings. They mean the
/// settings all the same.
/// </summary>
internal static class ResponsesNames
{
    private const string Reasoning = "reasoning";
    private const string Text = "text";
    private const string ParallelToolCalls = "parallel_tool_calls";

    private static readonly Dictionary<string, string> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["max_output_tokens"] = "max_tokens",
        ["max_completion_tokens"] = "max_tokens",
        ["reasoning.effort"] = "reasoning_effort",
        ["reasoning.summary"] = "reasoning_summary",
        ["text.format"] = "response_format",
        ["text.verbosity"] = "verbosity",
        ["instructions"] = "chat_system_prompt",
    };

    /// <summary>Whether a key is one of the Responses API's own words.</summary>
    public static bool Has(string key) => Settings.ContainsKey(key) || key.ToLowerInvariant() is Reasoning or Text or ParallelToolCalls;

    /// <summary>The same pairs under the settings' names. What is said in both ways counts by the settings' own name.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Unfold(IDictionary<string, object> own)
    {
        return own.SelectMany(pair => pair.Key.ToLowerInvariant() switch
        {
            Reasoning or Text => Members(pair.Key, pair.Value),
            ParallelToolCalls => [KeyValuePair.Create<string, object>("extra_body", new Dictionary<string, object?> { [ParallelToolCalls] = pair.Value })],
            _ => [pair],
        }).Select(pair => Settings.TryGetValue(pair.Key, out var setting) ? KeyValuePair.Create(setting, pair.Value) : pair)
            .OrderByDescending(pair => !own.ContainsKey(pair.Key)); // What comes later wins.
    }

    private static IEnumerable<KeyValuePair<string, object>> Members(string key, object? value)
    {
        var json = RawJson.Element(value);
        return json.ValueKind == JsonValueKind.Object
            ? json.EnumerateObject().Select(member => KeyValuePair.Create<string, object>($"{key}.{member.Name}", member.Value))
            : [KeyValuePair.Create(key, value!)];
    }
}
