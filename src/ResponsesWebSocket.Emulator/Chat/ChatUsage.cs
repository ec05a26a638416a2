using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary>The token figures of a turn under the names of chat completions.</summary>
internal static class ChatUsage
{
    public static JsonObject? Of(JsonElement terminal) =>
        terminal.GetProperty("response").Member("usage", JsonValueKind.Object) is { } usage ? ToJson(usage) : null;

    private static JsonObject ToJson(JsonElement usage) => new()
    {
        ["prompt_tokens"] = Number(usage, "input_tokens"),
        ["completion_tokens"] = Number(usage, "output_tokens"),
        ["total_tokens"] = Number(usage, "total_tokens"),
        ["prompt_tokens_details"] = new JsonObject
        {
            ["cached_tokens"] = Number(usage.Member("input_tokens_details", JsonValueKind.Object), "cached_tokens"),
            ["audio_tokens"] = 0,
        },
        ["completion_tokens_details"] = new JsonObject
        {
            ["reasoning_tokens"] = Number(usage.Member("output_tokens_details", JsonValueKind.Object), "reasoning_tokens"),
            ["audio_tokens"] = 0,
            ["accepted_prediction_tokens"] = 0,
            ["rejected_prediction_tokens"] = 0,
        },
    };

    private static int Number(JsonElement? element, string name) => element?.Member(name, JsonValueKind.Number)?.GetInt32() ?? 0;
}
