using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Http;

/// <summary>Answers by the events themselves.</summary>
internal sealed class EventStreamWriter(HttpReply reply) : IAnswerWriter
{
    public Task TakeAsync(JsonElement frame, string text, CancellationToken cancellationToken) => frame.Text("type") switch
    {
        // Before the first event there is still a status line to say it with.
        "error" when !reply.HasBegun => reply.SendErrorAsync(frame, cancellationToken),
        "error" => reply.SendEventAsync("error", HttpErrors.ToEvent(frame), cancellationToken),
        var type => reply.SendEventAsync(type, text, cancellationToken),
    };
}
