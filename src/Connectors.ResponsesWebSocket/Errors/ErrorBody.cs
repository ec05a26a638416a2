using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Errors;

/// <summary>The body of a refusal as it came over HTTP, or as it would have come where it was a frame, and what the stock connector reads out of it.</summary>
internal static class ErrorBody
{
    // Handlers search the text, which a service does not escape beyond what JSON demands.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Null where the service said nothing at all.</returns>
    public static string? Of(ResponseRefusedException refused, HttpStatusCode status) =>
        refused.Body ?? (refused.RawError is { } error ? Envelope(refused, status, error).ToJsonString(Plain) : null);

    /// <summary>The message that the stock connector makes of it; null where it finds no error in it.</summary>
    public static string? Message(string body, HttpStatusCode status)
    {
        if (Member(Read(body), "error") is not { ValueKind: JsonValueKind.Object } error)
        {
            return null;
        }

        var message = new StringBuilder().Append("HTTP ").Append((int)status).Append(" (").Append(Text(error, "type")).Append(": ").Append(Text(error, "code")).AppendLine(")");
        if (Text(error, "param") is { Length: > 0 } parameter)
        {
            message.Append("Parameter: ").AppendLine(parameter);
        }

        return message.AppendLine().Append(Text(error, "message")).ToString();
    }

    /// <summary>Nothing of the frame's own: its headers, its number and its status are no part of a body.</summary>
    private static JsonObject Envelope(ResponseRefusedException refused, HttpStatusCode status, string error)
    {
        var members = Read(error);
        return new()
        {
            ["error"] = new JsonObject
            {
                ["message"] = Text(members, "message") ?? Text(members, "detail") ?? error,
                ["type"] = refused.ErrorType ?? TypeOf(status),
                ["param"] = refused.Param,
                ["code"] = refused.Code,
            },
        };
    }

    private static string TypeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests => "rate_limit_error",
        >= HttpStatusCode.InternalServerError => "server_error",
        _ => "invalid_request_error",
    };

    /// <summary>Not as nodes: these throw at a name that stands twice, and the refusal would be lost for it.</summary>
    private static JsonElement? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(json);
        }
        catch (JsonException)
        {
            return null; // A proxy's page, or nothing.
        }
    }

    private static JsonElement? Member(JsonElement? holder, string name) =>
        holder is { ValueKind: JsonValueKind.Object } && holder.Value.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement? holder, string name)
    {
        try
        {
            return Member(holder, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair, which is no text.
        }
    }
}
