using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using ResponsesWebSocket.Emulator.Connections;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Hosting;

/// <summary>Answers <c>GET /v1/responses</c>: refuses, or upgrades and serves the socket.</summary>
internal sealed class UpgradeEndpoint(EmulatorContext emulator, ConnectionSet connections)
{
    public const string BasePath = "/v1";
    public const string Path = BasePath + "/responses";

    private EmulatorBehavior Behavior => emulator.Options.Behavior;

    public Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path != Path)
        {
            return RefuseAsync(context, StatusCodes.Status404NotFound, null, $"Unknown path: {context.Request.Path}. The socket is at {Path}.");
        }

        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Headers.Allow = $"{HttpMethods.Get}, {HttpMethods.Post}";
            return RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, null, "Only WebSocket upgrades by GET and requests by POST are served here.");
        }

        if (emulator.Options.RefuseUpgrade is { } status)
        {
            return UpgradeRefusal.AnswerAsync(emulator, context, new((int)status, emulator.Options.RetryAfter, emulator.Options.RefusalBody, emulator.Options.RefusalLocation));
        }

        if (emulator.Faults.Plan.AtUpgrade(emulator.Journal.NextConnection) is var (planned, wait, body))
        {
            return UpgradeRefusal.AnswerAsync(emulator, context, new(planned, wait, body));
        }

        if (Behavior.MaximumConnections is { } most && connections.Count >= most)
        {
            return RefuseAsync(context, StatusCodes.Status403Forbidden, null, $"There are {most} connections open already.");
        }

        return Authorize(context.Request, emulator.Options.ApiKey) is { } problem && !(Behavior.TakesKeyAsSubprotocol && SubprotocolKey.Is(context, emulator.Options.ApiKey))
            ? RefuseAsync(context, StatusCodes.Status401Unauthorized, problem.Code, problem.Message)
            : context.WebSockets.IsWebSocketRequest
                ? ServeAsync(context)
                : RefuseAsync(context, StatusCodes.Status426UpgradeRequired, null, "By GET this address speaks WebSocket only.");
    }

    /// <summary>What is wrong with the request's bearer token; null when nothing is.</summary>
    public static (string? Code, string Message)? Authorize(HttpRequest request, string apiKey)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return (null, "Missing bearer or basic authentication in header");
        }

        return header["Bearer ".Length..].Trim() == apiKey ? null : ("invalid_api_key", "Incorrect API key provided.");
    }

    private async Task ServeAsync(HttpContext context)
    {
        // Known before the client can see itself connected, so that a test may count, drop or inject right after connecting.
        var id = emulator.Journal.AddConnection(emulator.Time.GetUtcNow(), Redact(context.Request.Headers));
        // Taken now: an abort may come when the request, and its context with it, has just ended.
        var lifetime = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        var connection = new EmulatedConnection(emulator, id, () => EndStream(context), lifetime.Abort, context.Features.Get<FaultableStream>());
        connections.Add(connection);
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                // The connection pings by itself.
                KeepAliveInterval = TimeSpan.Zero,
                SubProtocol = Behavior.TakesKeyAsSubprotocol ? SubprotocolKey.Agreed(context) : null,
                DangerousEnableCompression = Behavior.Compresses,
            }).ConfigureAwait(false);
            await connection.RunAsync(socket).ConfigureAwait(false);
        }
        finally
        {
            connections.Remove(connection);
        }
    }

    private static void EndStream(HttpContext context)
    {
        try
        {
            context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The peer was faster; the stream has ended anyway.
        }
    }

    private Task RefuseAsync(HttpContext context, int status, string? code, string message)
    {
        emulator.Journal.AddRefusal(new(emulator.Time.GetUtcNow(), status, Redact(context.Request.Headers)));
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            JsonText.WriteObject(writer =>
            {
                writer.WriteStartObject("error");
                writer.WriteString("message", message);
                writer.WriteString("type", new RequestError(status, code, message).Type);
                writer.WriteNull("param");
                writer.WriteString("code", code);
                writer.WriteEndObject();
            }),
            context.RequestAborted);
    }

    internal static Dictionary<string, string> Redact(IHeaderDictionary headers) => headers.ToDictionary(
        static header => header.Key,
        static header => header.Key.Equals(HeaderNames.Authorization, StringComparison.OrdinalIgnoreCase)
            ? "…" + header.Value.ToString()[Math.Max(0, header.Value.ToString().Length - 4)..]
            : header.Key.Equals(HeaderNames.SecWebSocketProtocol, StringComparison.OrdinalIgnoreCase)
                ? SubprotocolKey.Redact(header.Value.ToString())
                : header.Value.ToString(),
        StringComparer.OrdinalIgnoreCase);
}

/// <summary>Puts a <see cref="FaultableStream"/> between the TCP connection and the WebSocket.</summary>
internal sealed class FaultableUpgrade(IHttpUpgradeFeature inner, FaultableStream wire) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    /// <summary>Middleware; has to come before that of the WebSockets, which looks for the feature when its turn comes.</summary>
    public static async Task InstallAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { } inner)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var wire = new FaultableStream(context.Features.Get<IConnectionSocketFeature>()?.Socket);
        await using var closing = wire.ConfigureAwait(false);
        await using var ending = context.RequestAborted.Register(wire.End).ConfigureAwait(false);
        context.Features.Set(wire);
        context.Features.Set<IHttpUpgradeFeature>(new FaultableUpgrade(inner, wire));
        await next(context).ConfigureAwait(false);
    }

    public async Task<Stream> UpgradeAsync() => wire.Attach(await inner.UpgradeAsync().ConfigureAwait(false));
}

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
