using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Http;

/// <summary>One of the ways to ask for an answer over HTTP.</summary>
internal interface IHttpApi
{
    /// <summary>Turns the body of a request into what a <c>response.create</c> frame would hold.</summary>
    /// <exception cref="RequestRefusedException">The service would refuse the request.</exception>
    JsonElement ToFrame(JsonElement body);

    /// <summary>The writer of the answer that the body asks for.</summary>
    IAnswerWriter WriterFor(JsonElement body, HttpReply reply);
}

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

/// <summary>Makes the answer to an HTTP request out of the frames that a turn would send over a socket.</summary>
internal interface IAnswerWriter
{
    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="text">The frame as it would go over a socket.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <exception cref="OperationCanceledException">The request has ended.</exception>
    Task TakeAsync(JsonElement frame, string text, CancellationToken cancellationToken);
}

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
