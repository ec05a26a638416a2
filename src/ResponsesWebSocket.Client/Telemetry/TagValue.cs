using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace ResponsesWebSocket.Client.Telemetry;

/// <summary>Values of tags. Each comes from a closed list: what a service or a caller says freely would be of any number, and might be text.</summary>
internal static class TagValue
{
    private static readonly FrozenDictionary<PlanKind, string> Kinds = Names<PlanKind>();
    private static readonly FrozenDictionary<PlanReason, string> Reasons = Names<PlanReason>();

    // The codes that the service is known to send.
    private static readonly FrozenSet<string> Codes = FrozenSet.Create(
        StringComparer.Ordinal,
        "bio_policy",
        "context_length_exceeded",
        "cyber_policy",
        "insufficient_quota",
        "invalid_api_key",
        "invalid_encrypted_content",
        "invalid_prompt",
        "invalid_value",
        "missing_required_parameter",
        "model_not_found",
        "previous_response_not_found",
        "rate_limit_exceeded",
        "server_error",
        "server_is_overloaded",
        "slow_down",
        "unsupported_parameter",
        "unsupported_value",
        "usage_limit_reached",
        "websocket_stream_limit_reached");

    public static string Of(PlanKind kind) => Kinds[kind];

    public static string Of(PlanReason reason) => Reasons[reason];

    public static string Of(ResponsesTransport transport) => transport == ResponsesTransport.Http ? "http" : "websocket";

    /// <summary>For <c>error.type</c>: the service's code where it is a known one, else the status, else the type of the exception.</summary>
    public static string ErrorOf(Exception failure) => failure switch
    {
        ResponseRefusedException { Code: { } code } when Codes.Contains(code) => code,
        ResponseRefusedException { StatusCode: { } status } => ((int)status).ToString(CultureInfo.InvariantCulture),
        OperationCanceledException => "cancelled",
        _ => failure.GetType().FullName ?? "_OTHER",
    };

    /// <summary>Why a socket ended.</summary>
    public static string EndOf(ResponsesWebSocketException cause) => cause switch
    {
        ConnectionLostException { IsOwnWish: true } => "closed_by_client",
        ConnectionLostException { IsAgeLimit: true } => "age_limit",
        ConnectionLostException { IsStall: true } => "silence",
        ConnectionLostException { CloseStatus: not null } => "closed_by_service",
        ProtocolViolationException => "protocol_violation",
        _ => "lost",
    };

    /// <summary>In the words of the official API for chat, since a response itself only says whether it was completed.</summary>
    public static string FinishOf(TurnResult result) => result switch
    {
        { Status: TurnStatus.Completed } => result.FunctionCalls.Any() ? "tool_calls" : "stop",
        { IncompleteReason: "max_output_tokens" } => "length",
        { IncompleteReason: "content_filter" } => "content_filter",
        _ => "incomplete",
    };

    private static FrozenDictionary<T, string> Names<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToFrozenDictionary(static value => value, static value => Snake(value.ToString()));

    private static string Snake(string name) => name.Aggregate(new StringBuilder(), static (snake, character) => char.IsAsciiLetterUpper(character)
        ? snake.Append(snake.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(character))
        : snake.Append(character)).ToString();
}
