using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary>Gathers the events of a turn into a chat message, and says what each of them adds to it.</summary>
internal sealed class ChatAnswer(ChatStop stop)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _refusal = new();
    private readonly List<ChatCall> _calls = [];
    private readonly Dictionary<int, ChatCall> _callAt = [];
    private readonly JsonArray _logprobs = [];

    /// <summary>Id of the completion. Its end is that of the response, under which the journal knows the turn.</summary>
    public string Id { get; private set; } = string.Empty;

    public long Created { get; private set; }

    public string? Model { get; private set; }

    /// <summary>Takes an event; what it adds, as the delta of a chunk, or null when it adds nothing.</summary>
    public JsonObject? Take(JsonElement frame)
    {
        switch (frame.Text("type"))
        {
            case "response.created":
                Begin(frame.GetProperty("response"));
                return null;
            case "response.output_item.added":
                return !stop.HasStopped && frame.GetProperty("item") is var item && item.Text("type") == "function_call" ? AddCall(frame, item) : null;
            case "response.output_text.delta":
                return AddText(frame);
            case "response.output_text.done":
                return Say(stop.End());
            case "response.refusal.delta":
                _refusal.Append(frame.Text("delta"));
                return new() { ["refusal"] = frame.Text("delta") };
            case "response.function_call_arguments.delta":
                return _callAt.TryGetValue(frame.GetProperty("output_index").GetInt32(), out var call) ? call.Append(frame.Text("delta")) : null;
            default:
                return null;
        }
    }

    /// <summary>Why it ended, by the terminal event.</summary>
    public string FinishReason(JsonElement terminal) => stop.HasStopped ? "stop" : terminal.GetProperty("response").Member("incomplete_details", JsonValueKind.Object) switch
    {
        { } details => details.Text("reason") == "content_filter" ? "content_filter" : "length",
        null => _calls.Count > 0 ? "tool_calls" : "stop",
    };

    /// <summary>The log probabilities of the whole text; null when nobody asked.</summary>
    public JsonObject? ToLogprobs() => ChatLogprobs.Of(_logprobs);

    /// <summary>The whole message.</summary>
    public JsonObject ToMessage()
    {
        var silent = _text.Length == 0 && (_calls.Count > 0 || _refusal.Length > 0);
        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = silent ? null : _text.ToString(),
            ["refusal"] = _refusal.Length == 0 ? null : _refusal.ToString(),
            ["annotations"] = new JsonArray(),
        };
        if (_calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. _calls.Select(static call => call.ToJson())]);
        }

        return message;
    }

    private void Begin(JsonElement response)
    {
        Id = "chatcmpl-" + response.Text("id")?.Replace("resp_", string.Empty, StringComparison.Ordinal);
        Created = response.GetProperty("created_at").GetInt64();
        Model = response.Text("model");
    }

    private JsonObject? AddText(JsonElement frame)
    {
        foreach (var entry in ChatLogprobs.Entries(frame))
        {
            _logprobs.Add(entry?.DeepClone());
        }

        var delta = frame.Text("delta");
        return Say(stop.Take(delta)) ?? (delta?.Length == 0 ? new() { ["content"] = delta } : null);
    }

    private JsonObject? Say(string text)
    {
        _text.Append(text);
        return text.Length == 0 ? null : new() { ["content"] = text };
    }

    private JsonObject AddCall(JsonElement frame, JsonElement item)
    {
        var call = new ChatCall(_calls.Count, item.Text("call_id"), item.Text("name"));
        _calls.Add(call);
        _callAt[frame.GetProperty("output_index").GetInt32()] = call;
        return call.Begin();
    }
}
