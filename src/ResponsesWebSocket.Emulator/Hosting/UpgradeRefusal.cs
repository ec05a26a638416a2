using System.Globalization;
using Microsoft.AspNetCore.Http;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Hosting;

/// <summary>A refusal of an upgrade that the emulator was told to give.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="RetryAfter">The wait for the header of that name.</param>
/// <param name="Body">The body; null for the one that the service would give.</param>
/// <param name="Location">Where a redirect leads.</param>
internal sealed record UpgradeRefusal(int Status, TimeSpan? RetryAfter, string? Body, Uri? Location = null)
{
    public static Task AnswerAsync(EmulatorContext emulator, HttpContext context, UpgradeRefusal refusal)
    {
        emulator.Journal.AddRefusal(new(emulator.Time.GetUtcNow(), refusal.Status, UpgradeEndpoint.Redact(context.Request.Headers)));
        var response = context.Response;
        response.StatusCode = refusal.Status;
        response.Headers.Location = refusal.Location?.AbsoluteUri;
        if (refusal.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            return Task.CompletedTask; // These have no body.
        }

        response.ContentType = "application/json";
        return response.WriteAsync(refusal.Body ?? BodyFor(refusal.Status), context.RequestAborted);
    }

    private static string BodyFor(int status) => JsonText.WriteObject(writer =>
    {
        // The one body on record besides the usual form: a circuit breaker in front of the service.
        var isBroken = status == StatusCodes.Status503ServiceUnavailable;
        const string Message = "The emulator was told to refuse upgrades.";
        writer.WriteStartObject("error");
        writer.WriteString("message", Message);
        writer.WriteString("type", isBroken ? null : new RequestError(status, null, Message).Type);
        writer.WriteString("code", isBroken ? "biscuit_baker_service_me_circuit_open" : null);
        writer.WriteNull("param");
        writer.WriteEndObject();
        if (isBroken)
        {
            writer.WriteNumber("status", status);
        }
    });
}
