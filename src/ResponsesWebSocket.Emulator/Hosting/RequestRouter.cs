using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ResponsesWebSocket.Emulator.Chat;
using ResponsesWebSocket.Emulator.Connections;
using ResponsesWebSocket.Emulator.Costs;
using ResponsesWebSocket.Emulator.Http;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Hosting;

/// <summary>Sends each request where it is answered. What is none of HTTP's is left to the upgrade endpoint.</summary>
internal sealed class RequestRouter(EmulatorContext emulator, ConnectionSet connections) : IDisposable
{
    private const string ChatPath = UpgradeEndpoint.BasePath + "/chat/completions";

    private readonly CancellationTokenSource _stopped = new();
    private readonly UpgradeEndpoint _upgrades = new(emulator, connections);
    private readonly HealthEndpoint _health = new(emulator, connections);
    private readonly CompactEndpoint _compact = new(emulator);
    private readonly StoredResponses _stored = new(emulator);
    private readonly HttpTurns _turns = new(emulator);
    private readonly ResponsesApi _responses = new();
    private readonly ChatCompletionsApi _chat = new();

    /// <summary>Whether there is something to do that a WebSocket cannot do by itself.</summary>
    public bool NeedsWire => emulator.Options.PingInterval > TimeSpan.Zero || !emulator.Faults.Plan.IsEmpty;

    public Task HandleAsync(HttpContext context) => emulator.Costs is { } costs && context.Request.Path != HealthEndpoint.Path
        ? AfterHandshakeAsync(context, costs)
        : RouteAsync(context);

    private Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? string.Empty;
        if (path == CompactEndpoint.Path)
        {
            return _compact.HandleAsync(context);
        }

        if (HttpMethods.IsPost(context.Request.Method))
        {
            return path switch
            {
                UpgradeEndpoint.Path => AuthorizedAsync(context, () => _turns.RunAsync(context, _responses)),
                ChatPath => AuthorizedAsync(context, () => _turns.RunAsync(context, _chat)),
                _ => _upgrades.HandleAsync(context),
            };
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            if (path == HealthEndpoint.Path)
            {
                return _health.AnswerAsync(context);
            }

            if (path == UpgradeEndpoint.Path && emulator.Options.SilentUpgrades)
            {
                return KeepSilentAsync(context);
            }

            if (path.StartsWith(UpgradeEndpoint.Path + "/", StringComparison.Ordinal))
            {
                return AuthorizedAsync(context, () => _stored.AnswerAsync(context, path[(UpgradeEndpoint.Path.Length + 1)..]));
            }
        }

        return _upgrades.HandleAsync(context);
    }

    /// <summary>Aborts the requests that are under way, and all that still come: the server's stop would wait for them.</summary>
    public void AbortForGood() => _stopped.Cancel();

    public void Dispose() => _stopped.Dispose();

    // Charged to the first request of a connection, whatever it asks for: an upgrade is one too.
    private async Task AfterHandshakeAsync(HttpContext context, CostMeter costs)
    {
        if (context.Features.GetRequiredFeature<IConnectionItemsFeature>().Items.TryAdd(typeof(CostMeter), null))
        {
            await using var abort = _stopped.Token.Register(context.Abort).ConfigureAwait(false);
            await costs.HandshakeAsync(context.RequestAborted).ConfigureAwait(false);
        }

        await RouteAsync(context).ConfigureAwait(false);
    }

    private async Task KeepSilentAsync(HttpContext context)
    {
        var abort = _stopped.Token.Register(context.Abort);
        await using var ending = abort.ConfigureAwait(false);
        emulator.Journal.AddRefusal(new(emulator.Time.GetUtcNow(), 0, UpgradeEndpoint.Redact(context.Request.Headers)));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AuthorizedAsync(HttpContext context, Func<Task> answer)
    {
        await using var abort = _stopped.Token.Register(context.Abort).ConfigureAwait(false);
        if (UpgradeEndpoint.Authorize(context.Request, emulator.Options.ApiKey) is { } problem)
        {
            var reply = new HttpReply(emulator, context);
            await reply.SendErrorAsync(new RequestError(401, problem.Code, problem.Message), reply.Aborted).ConfigureAwait(false);
        }
        else
        {
            await answer().ConfigureAwait(false);
        }
    }
}

/// <summary>Answers <c>GET /health</c>: for whoever waits for the program to be up. Needs no key and leaves no trace in the journal.</summary>
internal sealed class HealthEndpoint(EmulatorContext emulator, ConnectionSet connections)
{
    public const string Path = "/health";

    public Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            JsonText.WriteObject(writer =>
            {
                writer.WriteString("status", "ok");
                writer.WriteNumber("connections", connections.Count);
                writer.WriteNumber("turns", emulator.Turns);
            }),
            context.RequestAborted);
    }
}
