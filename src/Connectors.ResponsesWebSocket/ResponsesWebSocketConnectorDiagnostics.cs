namespace Connectors.ResponsesWebSocket;

/// <summary>
/// The names under which the connector can be watched. Both lie under <c>Microsoft.SemanticKernel</c>, so that an application which
/// listens to <c>Microsoft.SemanticKernel*</c> hears them. What they carry is listed in docs/observability.md.
/// </summary>
public static class ResponsesWebSocketConnectorDiagnostics
{
    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "Microsoft.SemanticKernel.Connectors.ResponsesWebSocket";

    /// <summary>
    /// The name of the <see cref="System.Diagnostics.ActivitySource"/>. It makes spans only where Semantic Kernel's own switch for them
    /// is on: <c>Microsoft.SemanticKernel.Experimental.GenAI.EnableOTelDiagnostics</c>.
    /// </summary>
    public const string ActivitySourceName = "Microsoft.SemanticKernel.Connectors.ResponsesWebSocket";
}
