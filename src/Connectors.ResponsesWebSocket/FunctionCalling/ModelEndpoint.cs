using Connectors.ResponsesWebSocket.Clients;
using Connectors.ResponsesWebSocket.Diagnostics;
using Connectors.ResponsesWebSocket.Mapping;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>The model that a service asks, and what every request to it needs.</summary>
/// <param name="ModelId">The configured model.</param>
/// <param name="Client">Leads to what sends the requests.</param>
/// <param name="Requests">Makes them.</param>
/// <param name="Spans">Tells of them.</param>
/// <param name="Timeouts">How long each may take by the given HTTP client.</param>
internal sealed record ModelEndpoint(string ModelId, IClientLease Client, RequestFactory Requests, ChatSpans Spans, RequestTimeouts Timeouts);
