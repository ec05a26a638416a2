using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Token figures of one response. The whole context counts as input on every turn: continuation saves upload, not tokens.</summary>
internal sealed record Usage(int InputTokens, int CachedTokens, int OutputTokens)
{
    /// <summary>The share of reasoning in the output tokens.</summary>
    public int ReasoningTokens { get; init; }

    public JsonObject ToJson() => new()
    {
        ["input_tokens"] = InputTokens,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = CachedTokens, ["cache_write_tokens"] = 0 },
        ["output_tokens"] = OutputTokens,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = ReasoningTokens },
        ["total_tokens"] = InputTokens + OutputTokens,
    };
}

/// <summary>The emulator's measure of text: one token for each four characters begun, per item. Not a tokenizer; it only has to be the same
/// for the same content, whichever way the content reached the server.</summary>
internal static class TokenCount
{
    private static readonly string[] Meaning = ["text", "refusal", "name", "arguments", "input", "output", "encrypted_content", "image_url", "file_data"];
    private static readonly string[] Lists = ["content", "output", "summary"];

    public static int Of(string? text) => OfCharacters(text?.Length ?? 0);

    public static int Of(IEnumerable<JsonElement> items) => items.Sum(static item => CompactionItem.TokensOf(item) ?? OfCharacters(Characters(item)));

    public static int OfCharacters(int count) => (count + 3) / 4;

    /// <summary>What is counted of an item, text by text. Ids, roles and statuses are not: a replayed item has the size of the original although
    /// it lost its id.</summary>
    public static IEnumerable<string> Texts(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var own = Meaning.Append("content").Select(name => item.Text(name)).OfType<string>();
        var inner = Lists.SelectMany(list => item.Member(list, JsonValueKind.Array)?.EnumerateArray().SelectMany(Texts) ?? []);
        return item.Member("tools", JsonValueKind.Array) is { } tools ? [.. own, .. inner, tools.GetRawText()] : own.Concat(inner);
    }

    private static int Characters(JsonElement item) => Texts(item).Sum(static text => text.Length);
}
