using Microsoft.AspNetCore.Http;

namespace ResponsesWebSocket.Emulator.Hosting;

/// <summary>The key of a client that cannot set headers, hidden among the subprotocols that it asks for.</summary>
internal static class SubprotocolKey
{
    private const string Prefix = "openai-insecure-api-key.";

    public static bool Is(HttpContext context, string apiKey) => context.WebSockets.WebSocketRequestedProtocols.Contains(Prefix + apiKey);

    /// <summary>What to agree to: a client that asked for subprotocols expects one of them, and the key is none to repeat.</summary>
    public static string? Agreed(HttpContext context) =>
        context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(static name => !name.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>The header without the key, but for its last four characters.</summary>
    public static string Redact(string header) => string.Join(", ", header.Split(',', StringSplitOptions.TrimEntries).Select(static name =>
        name.StartsWith(Prefix, StringComparison.Ordinal) ? $"{Prefix}…{name[Math.Max(Prefix.Length, name.Length - 4)..]}" : name));
}
