namespace ResponsesWebSocket.Emulator.Protocol;

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
