using System.Globalization;
using System.Net;
using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>
/// An error in any of the shapes the service is known to use: nested or flat, <c>status</c> or <c>status_code</c> as number or
/// text, <c>message</c> or <c>detail</c>, headers beside or inside, or within a failed response.
/// </summary>
internal sealed record ServerError(HttpStatusCode? Status, string? Code, string? Type, string? Message, string? Param, TimeSpan? RetryAfter)
{
    public const string PreviousResponseNotFound = "previous_response_not_found";
    public const string ConnectionLimitReached = "websocket_connection_limit_reached";
    public const string MessageTooLarge = "message_too_large";
    public const string StreamLimitReached = "websocket_stream_limit_reached";

    private const string UpstreamConnectFailed = "upstream_websocket_connect_failed";

    /// <summary>The error as it came. Never the response around it, which repeats instructions and output.</summary>
    public string? Raw { get; init; }

    /// <summary>What the service says itself of another try, by <c>x-should-retry</c>.</summary>
    public bool? ShouldRetry { get; init; }

    /// <summary>The body of the answer it came in; null for a frame.</summary>
    public string? Body { get; init; }

    // Neither passes while anybody waits: one needs a payment, the other the next hour or day.
    private bool IsUsedUp => Code == "insufficient_quota" || Type is "insufficient_quota" or "usage_limit_reached" || Code == "usage_limit_reached";

    /// <summary>Whether the service refuses the lane's name as such, because it knows no lanes.</summary>
    public bool BlamesLane => Code != StreamLimitReached && (Param == "stream_id" || (Message ?? Raw)?.Contains("stream_id", StringComparison.Ordinal) == true);

    /// <summary>All that is known is the status.</summary>
    public static ServerError Of(HttpStatusCode status) => new(status, Code: null, Type: null, Message: null, Param: null, RetryAfter: null);

    /// <param name="utf8Json">The whole message.</param>
    /// <param name="time">The clock that a date among its headers is compared with.</param>
    public static ServerError Parse(ReadOnlySpan<byte> utf8Json, TimeProvider? time = null)
    {
        var reader = new Utf8JsonReader(utf8Json);
        var frame = JsonElement.ParseValue(ref reader);
        // A failed response carries its error one level further down.
        var response = frame.ObjectOf("response"u8);
        var holder = response.ValueKind == JsonValueKind.Object ? response : frame;
        var nested = holder.ObjectOf("error"u8);
        var isNested = nested.ValueKind == JsonValueKind.Object;
        var error = isNested ? nested : holder;
        var status = StatusOf(frame) ?? StatusOf(error);
        return new(
            status,
            error.StringOf("code"u8)?.Trim(),
            // In the flat form "type" is the frame's own, always "error".
            isNested ? error.StringOf("type"u8) : null,
            error.StringOf("message"u8) ?? error.StringOf("detail"u8),
            error.StringOf("param"u8),
            RetryAfterOf(error, time) ?? RetryAfterOf(frame, time))
        {
            Raw = isNested || response.ValueKind != JsonValueKind.Object ? error.GetRawText() : null,
            ShouldRetry = ShouldRetryOf(error) ?? ShouldRetryOf(frame),
        };
    }

    public ResponseRefusedException ToException(string context, DeliveryState delivery, bool onNamedLane = false)
    {
        var status = Status ?? DefaultStatus();
        var head = status is null ? "The service refused the turn" : string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status} ({Type ?? "error"}: {Code ?? "no code"})");
        return ToException($"{head}\n\n{Message ?? Raw ?? "The service gave no reason."}\n\n{context}", status, delivery, onNamedLane, inner: null);
    }

    /// <param name="context">What was refused where, and what to do about it.</param>
    /// <param name="cause">What the framework threw.</param>
    public ResponseRefusedException ToRefusedUpgrade(string context, Exception cause) =>
        ToException((Message ?? Raw) is { } reason ? $"{context}\n\n{reason}" : context, Status, DeliveryState.NotSent, onNamedLane: false, cause);

    private ResponseRefusedException ToException(string message, HttpStatusCode? status, DeliveryState delivery, bool onNamedLane, Exception? inner) => new(message, Raw, inner)
    {
        StatusCode = status,
        Code = Code,
        ErrorType = Type,
        Param = Param,
        RetryAfter = RetryAfter,
        IsTransient = !IsUsedUp && (ResponseRefusedException.MayPass(status, ShouldRetry) || (Code == UpstreamConnectFailed && ShouldRetry is null)),
        RefusesLane = onNamedLane && BlamesLane,
        Body = Body,
        Delivery = delivery,
    };

    /// <summary>Overload and rate-limit frames come without a status; callers decide by it, so the known ones get theirs.</summary>
    private HttpStatusCode? DefaultStatus() => (Code, Type) switch
    {
        ("rate_limit_exceeded" or "insufficient_quota", _) or (_, "rate_limit_error" or "usage_limit_reached") => HttpStatusCode.TooManyRequests,
        ("server_is_overloaded" or "slow_down", _) or (_, "service_unavailable_error") => HttpStatusCode.ServiceUnavailable,
        // A gateway's word: it got no socket to the service behind it, and the next try may.
        (UpstreamConnectFailed, _) => HttpStatusCode.BadGateway,
        (MessageTooLarge, _) => HttpStatusCode.RequestEntityTooLarge,
        ("server_error", _) or (_, "server_error") => HttpStatusCode.InternalServerError,
        ("context_length_exceeded" or PreviousResponseNotFound, _) or (_, "invalid_request_error") => HttpStatusCode.BadRequest,
        ({ } code, _) when BlamesInput(code) => HttpStatusCode.BadRequest,
        _ => null,
    };

    /// <summary>The codes of responses that fail for what they were asked: many, and all named in this manner.</summary>
    private static bool BlamesInput(string code) =>
        code.StartsWith("invalid_", StringComparison.Ordinal) || code.Contains("image", StringComparison.Ordinal) || code.Contains("policy", StringComparison.Ordinal);

    private static HttpStatusCode? StatusOf(JsonElement element)
    {
        foreach (var name in (ReadOnlySpan<string>)["status", "status_code"])
        {
            if (element.TryGetProperty(name, out var value) && IntegerOf(value) is >= 100 and <= 599 and var status)
            {
                return (HttpStatusCode)status;
            }
        }

        return null;
    }

    private static long? IntegerOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static TimeSpan? RetryAfterOf(JsonElement holder, TimeProvider? time) =>
        RetryAfterHeader.Read(TextOf(HeaderOf(holder, RetryAfterHeader.InMilliseconds)), TextOf(HeaderOf(holder, RetryAfterHeader.Name)), time);

    private static string? TextOf(JsonElement header) => header.ValueKind switch
    {
        JsonValueKind.String => header.GetString(),
        JsonValueKind.Number => header.GetRawText(),
        _ => null,
    };

    // Header values may be text or JSON's own.
    private static bool? ShouldRetryOf(JsonElement holder) => HeaderOf(holder, "x-should-retry") switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(text.GetString(), out var value) => value,
        _ => null,
    };

    private static JsonElement HeaderOf(JsonElement holder, string name) => holder.ObjectOf("headers"u8) is { ValueKind: JsonValueKind.Object } headers
        ? headers.EnumerateObject().FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Value
        : default;
}
