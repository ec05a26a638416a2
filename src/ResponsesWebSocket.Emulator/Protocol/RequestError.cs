using System.Globalization;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>An error of the nested form: an <c>error</c> object beside the frame's <c>type</c> and <c>status</c>.</summary>
/// <param name="Status">HTTP status equivalent.</param>
/// <param name="Code">Code, written as null when there is none.</param>
/// <param name="Message">Text.</param>
/// <param name="Param">The request field to blame; left out of the frame when there is none.</param>
internal sealed record RequestError(int Status, string? Code, string Message, string? Param = null)
{
    /// <summary>Overrides the wait that a 429 announces.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The error as it was asked for, when that says more than the other members.</summary>
    public EmulatedError? Form { get; init; }

    /// <summary>Whether a wait and the limits go along as headers.</summary>
    public bool AnnouncesLimits { get; init; } = true;

    /// <summary>Whether it was found before anybody looked for the parent.</summary>
    public bool IsBeforeParent { get; init; }

    /// <summary>The error type that goes with the status.</summary>
    public string Type => Form?.Type ?? Status switch
    {
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    public static RequestError From(EmulatedError error) =>
        new(error.Status, error.Code, error.Message, error.Param) { RetryAfter = error.RetryAfter, Form = error };

    public string ToFrame(string? streamId, int? sequenceNumber = null) => Form is not null
        ? ErrorFrame.Write(Form, Type, streamId, sequenceNumber, AnnouncesLimits)
        : WriteFrame(streamId, sequenceNumber);

    private string WriteFrame(string? streamId, int? sequenceNumber) => JsonText.WriteObject(writer =>
    {
        writer.WriteString("type", "error");
        writer.WriteNumber("status", Status);
        if (sequenceNumber is { } number)
        {
            writer.WriteNumber("sequence_number", number);
        }

        if (streamId is not null)
        {
            writer.WriteString("stream_id", streamId);
        }

        writer.WriteStartObject("error");
        writer.WriteString("type", Type);
        writer.WriteString("code", Code);
        writer.WriteString("message", Message);
        if (Param is not null)
        {
            writer.WriteString("param", Param);
        }

        WriteHeaders(writer);
        writer.WriteEndObject();
    });

    // On a socket there is no response header per request, so a 429 brings the limits along in the frame.
    private void WriteHeaders(Utf8JsonWriter writer)
    {
        if (RetryAfter is null && Status != 429 || !AnnouncesLimits)
        {
            return;
        }

        var seconds = Math.Ceiling((RetryAfter ?? TimeSpan.FromSeconds(1)).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        writer.WriteStartObject("headers");
        writer.WriteString("retry-after", seconds);
        if (Status == 429)
        {
            writer.WriteString("x-ratelimit-remaining-requests", "0");
            writer.WriteString("x-ratelimit-reset-requests", seconds + "s");
        }

        writer.WriteEndObject();
    }
}

/// <summary>Ends a turn by an error frame.</summary>
internal sealed class RequestRefusedException(RequestError error) : Exception(error.Message)
{
    public RequestError Error { get; } = error;
}

/// <summary>The errors that the service is known to answer with.</summary>
internal static class Refusals
{
    public static RequestError InvalidJson { get; } = new(400, "invalid_json", "The message could not be parsed: expected one JSON object.");

    public static RequestError InvalidStreamId { get; } = new(
        400, "invalid_stream_id", "Invalid 'stream_id': expected 1 to 256 characters out of letters, digits, '_', '.' and '-'.", "stream_id");

    public static RequestError UnknownType(string? type) => new(
        400, "unsupported_event_type", $"Unsupported message type: {type ?? "(none)"}. Expected 'response.create'.", "type");

    public static RequestError StreamLimit(int limit) => new(
        400, "websocket_stream_limit_reached", $"This connection has used up its distinct stream ids ({limit}).", "stream_id");

    public static RequestError ConnectionLimit(TimeSpan age) => new(
        400, "websocket_connection_limit_reached", $"This connection has reached its maximum age ({age.TotalMinutes:0.##} minutes). Open a new one to continue.");

    public static RequestError ParentNotFound(string id) => new(
        400, "previous_response_not_found", $"Previous response with id '{id}' not found.", "previous_response_id");

    public static RequestError UnsupportedParameter(string name) => new(400, null, $"Unsupported parameter: {name}", name);

    public static RequestError AlreadyInFlight { get; } = new(
        400, "response_already_in_flight", "A response is already in flight on this connection. Wait for it to end before the next create.");

    public static RequestError Background { get; } = new(
        400, "unsupported_parameter", "Unsupported parameter: background is not available over a WebSocket.", "background");

    public static RequestError Binary { get; } = new(400, null, "Binary messages are not accepted.");

    public static RequestError ExpiredKey { get; } = new(401, "invalid_api_key", "The API key of this connection has expired.");

    public static RequestError QueueLimit(int limit) => new(
        429, "rate_limit_exceeded", $"This connection has {limit} queued creates already.");

    public static RequestError Missing(string name) => new(
        400, "missing_required_parameter", $"Missing required parameter: '{name}'.", name);

    public static RequestError WrongType(string name, string expected, string actual) => new(
        400, "invalid_type", $"Invalid type for '{name}': expected {expected}, but got {actual}.", name);

    public static RequestError WrongValue(string name, string message) => new(400, "invalid_value", $"Invalid value for '{name}': {message}", name);

    public static RequestError NoOutputFor(string kind, string callId) => new(400, null, $"No tool output found for {kind} {callId}.", "input");

    public static RequestError NoCallFor(string kind, string callId) => new(
        400, null, $"No tool call found for {kind} output with call_id {callId}.", "input");

    public static RequestError SecondOutputFor(string kind, string callId) => new(
        400, null, $"Duplicate tool output found for {kind} {callId}.", "input");

    public static RequestError ItemNotFound(string id) => new(
        400, null, $"Item with id '{id}' not found. Items are not kept when 'store' is false; send the item without its id.", "input");

    public static RequestError BadEncryptedContent(string path) => new(
        400, "invalid_encrypted_content", "The encrypted content of the reasoning item could not be verified.", $"{path}.encrypted_content");

    public static RequestError Defect(Exception exception) => new(
        500, "server_error", $"The emulator could not finish the turn: {exception.GetType().Name}: {exception.Message}");
}
