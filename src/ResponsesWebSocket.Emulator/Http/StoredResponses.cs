using Microsoft.AspNetCore.Http;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Http;

/// <summary>Answers <c>GET /v1/responses/{id}</c>, whichever way the response came into being.</summary>
internal sealed class StoredResponses(EmulatorContext emulator)
{
    public Task AnswerAsync(HttpContext context, string id)
    {
        var reply = new HttpReply(emulator, context);
        reply.RecordRequest(string.Empty, 0);
        return emulator.Store.FindWhole(id) is { } response
            ? reply.SendBodyAsync(StatusCodes.Status200OK, response.GetRawText(), reply.Aborted)
            : reply.SendErrorAsync(new RequestError(404, null, $"Response with id '{id}' not found."), reply.Aborted);
    }
}
