using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary>Log probabilities in the form of chat completions: of the content, each with its bytes.</summary>
internal static class ChatLogprobs
{
    /// <summary>Those that an event of the text brings.</summary>
    public static JsonArray Entries(JsonElement frame) =>
        new([.. (frame.Member("logprobs", JsonValueKind.Array)?.EnumerateArray() ?? default).Select(static entry => (JsonNode)Entry(entry))]);

    /// <summary>The member of a choice; null when nobody asked.</summary>
    public static JsonObject? Of(JsonArray entries) =>
        entries.Count == 0 ? null : new() { ["content"] = entries.DeepClone(), ["refusal"] = null };

    private static JsonObject Entry(JsonElement entry)
    {
        var token = Token(entry);
        token["top_logprobs"] = new JsonArray([.. (entry.Member("top_logprobs", JsonValueKind.Array)?.EnumerateArray() ?? default).Select(static other => (JsonNode)Token(other))]);
        return token;
    }

    private static JsonObject Token(JsonElement entry) => new()
    {
        ["token"] = entry.Text("token"),
        ["logprob"] = entry.GetProperty("logprob").GetDouble(),
        ["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(entry.Text("token") ?? string.Empty).Select(static value => (JsonNode)(int)value)]),
    };
}
