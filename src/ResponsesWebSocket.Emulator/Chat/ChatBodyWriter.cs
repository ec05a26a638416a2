using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Http;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary>Answers by one whole chat completion.</summary>
internal sealed class ChatBodyWriter(HttpReply reply, ChatStop stop) : IAnswerWriter
{
    private readonly ChatAnswer _answer = new(stop);

    public Task TakeAsync(JsonElement frame, string text, CancellationToken cancellationToken)
    {
        if (reply.HasBegun)
        {
            return Task.CompletedTask;
        }

        switch (frame.Text("type"))
        {
            case "error":
                return reply.SendErrorAsync(frame, cancellationToken);
            case "response.failed":
                return reply.SendErrorAsync(ChatFailure.Of(frame), cancellationToken);
            case "response.completed" or "response.incomplete":
                return reply.SendBodyAsync(200, JsonText.ToElement(Completion(frame)).GetRawText(), cancellationToken);
            default:
                _answer.Take(frame);
                return Task.CompletedTask;
        }
    }

    private JsonObject Completion(JsonElement terminal) => new()
    {
        ["id"] = _answer.Id,
        ["object"] = "chat.completion",
        ["created"] = _answer.Created,
        ["model"] = _answer.Model,
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = _answer.ToMessage(),
            ["logprobs"] = _answer.ToLogprobs(),
            ["finish_reason"] = _answer.FinishReason(terminal),
        }),
        ["usage"] = ChatUsage.Of(terminal),
        ["service_tier"] = "default",
        ["system_fingerprint"] = null,
    };
}

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
