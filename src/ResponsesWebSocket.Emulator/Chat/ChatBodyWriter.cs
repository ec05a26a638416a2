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
