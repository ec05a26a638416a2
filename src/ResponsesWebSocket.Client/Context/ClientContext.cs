using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.Telemetry;

namespace ResponsesWebSocket.Client.Context;

/// <summary>What every part of a client works with.</summary>
/// <param name="Options">The client's own copy.</param>
/// <param name="Endpoint">What the endpoint can do.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The application's, which may throw and is kept from doing so.</param>
/// <param name="Metrics">Where the client counts.</param>
internal sealed record ClientContext(ResponsesWebSocketOptions Options, EndpointCapabilities Endpoint, TimeProvider Time, ILogger Logger, ClientMetrics Metrics);
