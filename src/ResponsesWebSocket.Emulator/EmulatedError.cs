using System.Text.Json;

namespace ResponsesWebSocket.Emulator;

/// <summary>An error that the emulator is told to send. <see cref="EmulatedErrors"/> holds those that services are known for.</summary>
/// <param name="Status">The HTTP status that it stands for; not every shape sends it.</param>
/// <param name="Code">The code; sent as null when there is none.</param>
/// <param name="Message">The message.</param>
public sealed record EmulatedError(int Status, string? Code, string Message)
{
    /// <summary>The form of the frame.</summary>
    public ErrorShape Shape { get; init; }

    /// <summary>The error type.</summary>
    /// <value><see langword="null"/> (default): the one that goes with the status.</value>
    public string? Type { get; init; }

    /// <summary>The request field to blame; left out when there is none, except in the flat shape.</summary>
    public string? Param { get; init; }

    /// <summary>The wait that the headers announce; status 429 announces one second by default.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Headers beside those that <see cref="RetryAfter"/> makes.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further members of the innermost object, for example <c>plan_type</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Members { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Whether <c>response.created</c> and <c>response.in_progress</c> go out first. <see cref="ErrorShape.ResponseFailed"/> implies it.</summary>
    public bool AfterStart { get; init; }

    /// <summary>The status with which the server closes the connection after the error.</summary>
    /// <value><see langword="null"/> (default): the connection stays open.</value>
    public int? CloseStatus { get; init; }

    internal bool BeginsResponse => AfterStart || Shape == ErrorShape.ResponseFailed;
}

/// <summary>The errors that services are known for, ready-made. Change what differs by <c>with</c>.</summary>
public static class EmulatedErrors
{
    private static readonly Dictionary<string, EmulatedError> Known = new[]
    {
        Bad("previous_response_not_found", "Previous response with id 'resp_0' not found.", "previous_response_id"),
        Bad("invalid_stream_id", "Invalid 'stream_id'.", "stream_id"),
        Bad("websocket_stream_limit_reached", "This connection has used up its distinct stream ids (32).", "stream_id"),
        Bad("websocket_connection_limit_reached", "This connection has reached its maximum age (60 minutes).") with { CloseStatus = 1000 },
        Bad("unsupported_value", "Unsupported value: 'reasoning.effort' is not supported with this model.", "reasoning.effort"),
        Bad("unsupported_parameter", "Unsupported parameter: background", "background"),
        Bad("context_length_exceeded", "The input is longer than the context window of this model.", "input"),
        Bad("invalid_prompt", "The prompt was refused by a policy check."),
        Bad("cyber_policy", "The request was stopped by a policy check."),
        Bad("bio_policy", "The request was stopped by a policy check."),
        Bad("misalignment_policy_violation", "The request was stopped by a policy check."),
        Bad("response_already_in_flight", "A response is already in flight on this connection."),
        Bad("model_mismatch", "The model differs from the one that this connection serves.", "model"),
        Bad("unsupported_event_type", "Unsupported message type.", "type"),
        Bad("invalid_json", "The message could not be parsed."),
        new(429, "rate_limit_exceeded", "Rate limit reached. Please try again in 1s."),
        new(429, "insufficient_quota", "The quota of this account is used up.") { Type = "insufficient_quota" },
        new(503, "server_is_overloaded", "The servers are overloaded at the moment. Please try again later.")
        {
            Type = "service_unavailable_error", Shape = ErrorShape.NoStatus, AfterStart = true, CloseStatus = 1013,
        },
        new(503, "slow_down", "Too many requests at the moment. Please slow down.")
        {
            Type = "service_unavailable_error", Shape = ErrorShape.NoStatus, AfterStart = true, CloseStatus = 1013,
        },
        new(500, "server_error", "The server had an error while it processed the request."),
    }.ToDictionary(static error => error.Code!, StringComparer.Ordinal);

    /// <summary>The names that <see cref="Find"/> knows.</summary>
    public static IReadOnlyCollection<string> Codes { get; } = [.. Known.Keys, "usage_limit_reached", "invalid_request_error"];

    /// <summary>The overload of the service: the response begins, then comes an error with number 2 and without status, then the close. The
    /// status of the close is this emulator's choice, since none is on record.</summary>
    public static EmulatedError ServerIsOverloaded => Known["server_is_overloaded"];

    /// <summary>An internal error.</summary>
    public static EmulatedError ServerError => Known["server_error"];

    /// <summary>A request or token limit.</summary>
    /// <param name="retryAfter">The wait that the headers announce.</param>
    /// <returns>The error.</returns>
    public static EmulatedError RateLimitExceeded(TimeSpan retryAfter) => Known["rate_limit_exceeded"] with
    {
        RetryAfter = retryAfter, Message = $"Rate limit reached. Please try again in {Math.Ceiling(retryAfter.TotalSeconds):0}s.",
    };

    /// <summary>The quota of a subscription is used up. It has a type, but no code.</summary>
    /// <param name="planType">Name of the subscription.</param>
    /// <param name="resetsAt">When there will be a new quota.</param>
    /// <param name="now">The time now, from which <c>resets_in_seconds</c> is counted.</param>
    /// <returns>The error.</returns>
    public static EmulatedError UsageLimitReached(string planType, DateTimeOffset resetsAt, DateTimeOffset now)
    {
        var seconds = (long)Math.Ceiling((resetsAt - now).TotalSeconds);
        return new(429, null, "The usage limit has been reached.")
        {
            Type = "usage_limit_reached",
            RetryAfter = resetsAt - now,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-codex-primary-used-percent"] = "100" },
            Members = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["plan_type"] = JsonSerializer.SerializeToElement(planType),
                ["resets_at"] = JsonSerializer.SerializeToElement(resetsAt.ToUnixTimeSeconds()),
                ["resets_in_seconds"] = JsonSerializer.SerializeToElement(seconds),
            },
        };
    }

    /// <summary>The ready-made error with a code, or with a type for those that have no code.</summary>
    /// <param name="code">One of <see cref="Codes"/>. What names a time, as <c>usage_limit_reached</c> does, names one in the year 2030.</param>
    /// <returns>The error, or <see langword="null"/> when none is known by that name.</returns>
    public static EmulatedError? Find(string code) => code switch
    {
        "usage_limit_reached" => UsageLimitReached("plus", DateTimeOffset.UnixEpoch.AddYears(60), DateTimeOffset.UnixEpoch.AddYears(60).AddHours(-1)),
        "invalid_request_error" => new(400, null, "The request is not valid."),
        _ => Known.GetValueOrDefault(code),
    };

    private static EmulatedError Bad(string code, string message, string? param = null) => new(400, code, message) { Param = param };
}
