using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Hosting;

/// <summary>Answers <c>POST /v1/responses/compact</c>. It knows stored responses only: what a socket remembers is none of HTTP's business.</summary>
internal sealed class CompactEndpoint(EmulatorContext emulator)
{
    public const string Path = UpgradeEndpoint.Path + "/compact";

    public async Task HandleAsync(HttpContext context)
    {
        RequestError error;
        try
        {
            Admit(context);
            await WriteAsync(context, StatusCodes.Status200OK, Compact(await ReadBodyAsync(context)));
            return;
        }
        catch (RequestRefusedException refused)
        {
            error = refused.Error;
        }

        await WriteAsync(context, error.Status, new()
        {
            ["error"] = new JsonObject
            {
                ["message"] = error.Message,
                ["type"] = error.Type,
                ["param"] = error.Param,
                ["code"] = error.Code,
            },
        });
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

    private static async Task<JsonElement> ReadBodyAsync(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new RequestRefusedException(Refusals.InvalidJson);
        }
        catch (JsonException)
        {
            throw new RequestRefusedException(Refusals.InvalidJson);
        }
    }

    private static Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonText.ToElement(body).GetRawText(), context.RequestAborted);
    }

    private static RequestRefusedException Refuse(int status, string? code, string message) => new(new(status, code, message));
}
