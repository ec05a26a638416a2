using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Http;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary><c>POST /v1/chat/completions</c>: asks the same models in other words.</summary>
internal sealed class ChatCompletionsApi : IHttpApi
{
    public JsonElement ToFrame(JsonElement body)
    {
        ChatFields.Check(body);
        // Nothing of a chat completion can be continued by id.
        var frame = new JsonObject { ["store"] = false, ["input"] = ChatMessages.ToItems(body) };
        ChatFields.Copy(body, frame);
        ChatTools.Copy(body, frame);
        return JsonText.ToElement(frame);
    }

    public IAnswerWriter WriterFor(JsonElement body, HttpReply reply) => body.IsTrue("stream")
        ? new ChatStreamWriter(reply, new(body), body.Member("stream_options", JsonValueKind.Object)?.IsTrue("include_usage") == true)
        : new ChatBodyWriter(reply, new(body));
}

/// <summary>Chat completions have no failed state: what ends a response as failed is an error of the request there.</summary>
internal static class ChatFailure
{
    public static RequestError Of(JsonElement terminal)
    {
        var error = terminal.GetProperty("response").Member("error", JsonValueKind.Object);
        var code = error?.Text("code");
        return new(StatusOf(code ?? string.Empty), code, error?.Text("message") ?? "The model failed.");
    }

    // Codes that blame the prompt or an image in it are the client's fault.
    private static int StatusOf(string code) => code switch
    {
        "rate_limit_exceeded" => 429,
        _ when code.StartsWith("invalid_", StringComparison.Ordinal)
            || code.Contains("image", StringComparison.Ordinal)
            || code.Contains("policy", StringComparison.Ordinal) => 400,
        _ => 500,
    };
}
