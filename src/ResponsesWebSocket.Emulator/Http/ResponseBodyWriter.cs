using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Http;

/// <summary>Answers by the response that the terminal event carries.</summary>
internal sealed class ResponseBodyWriter(HttpReply reply) : IAnswerWriter
{
    public Task TakeAsync(JsonElement frame, string text, CancellationToken cancellationToken) => frame.Text("type") switch
    {
        // A body is sent once; a mistake that shows afterwards has no place left to be said.
        _ when reply.HasBegun => Task.CompletedTask,
        "error" => reply.SendErrorAsync(frame, cancellationToken),
        "response.completed" or "response.incomplete" or "response.failed" =>
            reply.SendBodyAsync(200, frame.GetProperty("response").GetRawText(), cancellationToken),
        _ => Task.CompletedTask,
    };
}
