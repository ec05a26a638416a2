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
