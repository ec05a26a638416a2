using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Http;

/// <summary><c>POST /v1/responses</c>: the body is a create frame but for what only a socket takes.</summary>
internal sealed class ResponsesApi : IHttpApi
{
    // The kind of message and the lane have no meaning in a request of its own, and a warm-up would warm a connection that nobody keeps.
    private static readonly string[] SocketOnly = ["type", "stream_id", "generate"];

    public JsonElement ToFrame(JsonElement body)
    {
        if (Array.Find(SocketOnly, name => body.TryGetProperty(name, out _)) is { } name)
        {
            throw new RequestRefusedException(Refusals.UnsupportedParameter(name));
        }

        // The validator's own refusal speaks of sockets.
        return body.IsTrue("background")
            ? throw new RequestRefusedException(new(
                400, "unsupported_parameter", "Unsupported parameter: the emulator runs no background responses.", "background"))
            : body;
    }

    public IAnswerWriter WriterFor(JsonElement body, HttpReply reply) =>
        body.IsTrue("stream") ? new EventStreamWriter(reply) : new ResponseBodyWriter(reply);
}
