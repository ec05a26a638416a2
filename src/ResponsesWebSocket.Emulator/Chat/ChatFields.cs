using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary>The settings of a chat completion: what they are called in a <c>response.create</c>.</summary>
internal static class ChatFields
{
    private static readonly string[] Same =
    [
        "model", "temperature", "top_p", "top_logprobs", "parallel_tool_calls", "metadata", "user", "service_tier", "safety_identifier",
        "prompt_cache_key", "prompt_cache_retention",
    ];

    private static readonly string[] Renamed = ["max_completion_tokens", "max_tokens", "reasoning_effort", "response_format", "verbosity"];

    // Mapped by others, or without meaning for an emulated model.
    private static readonly string[] Others =
    [
        "messages", "tools", "tool_choice", "stream", "stream_options", "store", "n", "stop", "seed", "presence_penalty", "frequency_penalty",
        "logit_bias", "logprobs", "modalities", "audio", "web_search_options", "prediction",
    ];

    private static readonly HashSet<string> Known = new([.. Same, .. Renamed, .. Others], StringComparer.Ordinal);

    /// <exception cref="RequestRefusedException">A member is unknown, or asks for what chat completions of the emulator do not have.</exception>
    public static void Check(JsonElement body)
    {
        if (body.EnumerateObject().Select(static member => member.Name).FirstOrDefault(static name => !Known.Contains(name)) is { } unknown)
        {
            throw new RequestRefusedException(Refusals.UnsupportedParameter(unknown));
        }

        if (body.Member("n", JsonValueKind.Number) is { } count && count.GetDouble() > 1)
        {
            throw new RequestRefusedException(Refusals.WrongValue("n", "the emulator gives one choice."));
        }

        if (body.Member("stream_options", JsonValueKind.Object) is not null && !body.IsTrue("stream"))
        {
            throw new RequestRefusedException(Refusals.WrongValue("stream_options", "it is only allowed when 'stream' is true."));
        }
    }

    public static void Copy(JsonElement body, JsonObject frame)
    {
        foreach (var name in Same)
        {
            CopyTo(frame, name, body.TryGetProperty(name, out var value) ? value : null);
        }

        // The older name counts only where the newer one is not used.
        CopyTo(frame, "max_output_tokens", Given(body, "max_completion_tokens") ?? Given(body, "max_tokens"));
        if (Given(body, "reasoning_effort") is { } effort)
        {
            frame["reasoning"] = new JsonObject { ["effort"] = JsonText.ToNode(effort) };
        }

        if (body.IsTrue("logprobs"))
        {
            frame["include"] = new JsonArray("message.output_text.logprobs");
        }

        var text = new JsonObject();
        CopyTo(text, "verbosity", Given(body, "verbosity"));
        if (body.Member("response_format", JsonValueKind.Object) is { } format)
        {
            text["format"] = ChatTools.Flatten(format);
        }

        if (text.Count > 0)
        {
            frame["text"] = text;
        }
    }

    private static JsonElement? Given(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static void CopyTo(JsonObject target, string name, JsonElement? value)
    {
        if (value is { } given)
        {
            target[name] = JsonText.ToNode(given);
        }
    }
}
