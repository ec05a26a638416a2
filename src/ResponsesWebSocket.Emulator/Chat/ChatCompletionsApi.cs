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
