namespace ResponsesWebSocket.Client;

/// <summary>
/// The names under which clients can be watched, for example by OpenTelemetry's <c>AddMeter</c> and <c>AddSource</c>. What they
/// carry is listed in docs/observability.md; none of it is text of a conversation, a key or a header.
/// </summary>
public static class ResponsesWebSocketDiagnostics
{
    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "ResponsesWebSocket.Client";

    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string ActivitySourceName = "ResponsesWebSocket.Client";
}
