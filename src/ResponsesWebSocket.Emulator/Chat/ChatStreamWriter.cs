using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Http;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary>Answers by chunks. The first goes out with the first output, so that what fails before it still has a status line.</summary>
internal sealed class ChatStreamWriter(HttpReply reply, ChatStop stop, bool includeUsage) : IAnswerWriter
{
    private readonly ChatAnswer _answer = new(stop);

    public async Task TakeAsync(JsonElement frame, string text, CancellationToken cancellationToken)
    {
        switch (frame.Text("type"))
        {
            case "error":
                await FailAsync(frame, cancellationToken).ConfigureAwait(false);
                break;
            case "response.failed":
                await FailAsync(JsonText.Parse(ChatFailure.Of(frame).ToFrame(null)), cancellationToken).ConfigureAwait(false);
                break;
            case "response.completed" or "response.incomplete":
                await EndAsync(frame, cancellationToken).ConfigureAwait(false);
                break;
            case "response.output_item.added":
                await BeginAsync(cancellationToken).ConfigureAwait(false);
                goto default;
            default:
                if (_answer.Take(frame) is { } delta)
                {
                    await SendDeltaAsync(delta, ChatLogprobs.Of(ChatLogprobs.Entries(frame)), null, cancellationToken).ConfigureAwait(false);
                }

                break;
        }
    }

    private Task FailAsync(JsonElement frame, CancellationToken cancellationToken) => reply.HasBegun
        ? reply.SendEventAsync(null, HttpErrors.ToBody(frame), cancellationToken)
        : reply.SendErrorAsync(frame, cancellationToken);

    private Task BeginAsync(CancellationToken cancellationToken) => reply.HasBegun
        ? Task.CompletedTask
        : SendDeltaAsync(new() { ["role"] = "assistant", ["content"] = string.Empty, ["refusal"] = null }, null, null, cancellationToken);

    private async Task EndAsync(JsonElement terminal, CancellationToken cancellationToken)
    {
        // An answer without any output begins only here.
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        await SendDeltaAsync([], null, _answer.FinishReason(terminal), cancellationToken).ConfigureAwait(false);
        if (includeUsage)
        {
            await SendAsync([], ChatUsage.Of(terminal), cancellationToken).ConfigureAwait(false);
        }

        await reply.SendEventAsync(null, "[DONE]", cancellationToken).ConfigureAwait(false);
    }

    private Task SendDeltaAsync(JsonObject delta, JsonObject? logprobs, string? finishReason, CancellationToken cancellationToken) => SendAsync(
        new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = logprobs, ["finish_reason"] = finishReason }),
        null,
        cancellationToken);

    private Task SendAsync(JsonArray choices, JsonObject? usage, CancellationToken cancellationToken)
    {
        var chunk = new JsonObject
        {
            ["id"] = _answer.Id,
            ["object"] = "chat.completion.chunk",
            ["created"] = _answer.Created,
            ["model"] = _answer.Model,
            ["service_tier"] = "default",
            ["system_fingerprint"] = null,
            ["choices"] = choices,
        };
        if (includeUsage)
        {
            // Every chunk has the member then, and only the last one a value.
            chunk["usage"] = usage;
        }

        return reply.SendEventAsync(null, JsonText.ToElement(chunk).GetRawText(), cancellationToken);
    }
}
