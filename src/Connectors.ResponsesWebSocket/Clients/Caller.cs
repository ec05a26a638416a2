using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Clients;

/// <summary>Whom a shared client tells of what a call causes.</summary>
/// <param name="Logs">The application's loggers.</param>
/// <param name="TurnCompleted">The application's callback.</param>
internal sealed record Caller(ILoggerFactory? Logs, Action<TurnReport>? TurnCompleted);
