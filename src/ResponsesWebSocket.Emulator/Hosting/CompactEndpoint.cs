using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ResponsesWebSocket.Emulator.Http;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Hosting;

/// <summary>Answers <c>POST /v1/responses/compact</c>. It knows stored responses only: what a socket remembers is none of HTTP's business.</summary>
internal sealed class CompactEndpoint(EmulatorContext emulator)
{
    public const string Path = UpgradeEndpoint.Path + "/compact";

    public async Task HandleAsync(HttpContext context)
    {
        var reply = new HttpReply(emulator, context);
        RequestError error;
        try
        {
            Admit(context);
            var window = Compact(await ReadBodyAsync(context, reply).ConfigureAwait(false));
            await reply.SendBodyAsync(StatusCodes.Status200OK, JsonText.ToElement(window).GetRawText(), reply.Aborted).ConfigureAwait(false);
            return;
        }
        catch (RequestRefusedException refused)
        {
            error = refused.Error;
        }
        catch (BadHttpRequestException bad)
        {
            // The body is too large, or comes too slowly, or not in the form that HTTP has for bodies.
            error = new RequestError(bad.StatusCode, null, bad.Message);
        }

        await reply.SendErrorAsync(error, reply.Aborted).ConfigureAwait(false);
    }

    private void Admit(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            throw Refuse(StatusCodes.Status405MethodNotAllowed, null, "Compaction is asked for by POST.");
        }

        if (UpgradeEndpoint.Authorize(context.Request, emulator.Options.ApiKey) is { } problem)
        {
            throw Refuse(StatusCodes.Status401Unauthorized, problem.Code, problem.Message);
        }
    }

    private JsonObject Compact(JsonElement body)
    {
        var request = CompactRequest.Read(body, emulator.Store.FindItem);
        IReadOnlyList<JsonElement> before = [];
        if (request.PreviousResponseId is { } id)
        {
            before = emulator.Store.Find(id)?.Items ?? throw new RequestRefusedException(Refusals.ParentNotFound(id));
        }

        return request.Answer([.. before, .. request.Input], emulator.Time.GetUtcNow());
    }

    private async Task<JsonElement> ReadBodyAsync(HttpContext context, HttpReply reply)
    {
        var payload = await HttpRequestBody.ReadAsync(context, emulator.Options.Limits.BodyBytes).ConfigureAwait(false);
        var text = Encoding.UTF8.GetString(payload);
        reply.RecordRequest(text, payload.Length);
        return HttpRequestBody.ParseObject(text) ?? throw new RequestRefusedException(Refusals.InvalidJson);
    }

    private static RequestRefusedException Refuse(int status, string? code, string message) => new(new(status, code, message));
}
