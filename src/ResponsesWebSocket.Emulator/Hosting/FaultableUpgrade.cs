using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ResponsesWebSocket.Emulator.Connections;

namespace ResponsesWebSocket.Emulator.Hosting;

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
