using Microsoft.Extensions.Configuration;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Registration;

/// <summary>
/// The operator's word on how turns travel: the variable <c>RESPONSES_WEBSOCKET_TRANSPORT</c>, else the configuration value
/// <c>ResponsesWebSocket:Transport</c>. It wins over what the application's code says, so that a service can be taken off its sockets
/// without a new build.
/// </summary>
internal static class TransportSetting
{
    private const string Variable = "RESPONSES_WEBSOCKET_TRANSPORT";
    private const string Key = "ResponsesWebSocket:Transport";

    /// <exception cref="InvalidOperationException">The value is none of the transports.</exception>
    public static ResponsesWebSocketOptions Apply(ResponsesWebSocketOptions options, IConfiguration? configuration)
    {
        // The variable first: it is nearer to who operates the process than a file that came with it.
        foreach (var (name, value) in new[]
        {
            (Variable, Environment.GetEnvironmentVariable(Variable)),
            (Variable, configuration?[Variable]),
            (Key, configuration?[Key]),
        })
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                options.Transport = Read(name, value.Trim());
                break;
            }
        }

        return options;
    }

    /// <summary>By name only: a number would be taken for any transport, also for one there is not.</summary>
    private static ResponsesTransport Read(string name, string value) =>
        Array.Find(Enum.GetNames<ResponsesTransport>(), known => string.Equals(known, value, StringComparison.OrdinalIgnoreCase)) is { } transport
            ? Enum.Parse<ResponsesTransport>(transport)
            : throw new InvalidOperationException($"{name} is '{value}'; it must be {string.Join(", ", Enum.GetNames<ResponsesTransport>()[..^1])} or {Enum.GetNames<ResponsesTransport>()[^1]}.");
}
