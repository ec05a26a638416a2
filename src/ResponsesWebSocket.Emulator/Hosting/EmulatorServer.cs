using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ResponsesWebSocket.Emulator.Hosting;

/// <summary>The web server below the emulator: loopback only, no logging, no configuration from outside.</summary>
internal static class EmulatorServer
{
    public static async Task<WebApplication> StartAsync(RequestRouter router, int port, CancellationToken cancellationToken)
    {
        // The empty builder reads neither environment nor files, so that a developer's ASPNETCORE_URLS cannot move the server.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        // So that a send completes only when the operating system has the bytes: what was sent before a fault then really was sent.
        builder.Services.Configure<SocketTransportOptions>(static sockets => sockets.MaxWriteBufferSize = 2);
        // Signals belong to the program; a library inside somebody's test host must not react to them.
        builder.Services.AddSingleton<IHostLifetime, PassiveLifetime>();
        var application = builder.Build();
        application.Use((context, next) => router.NeedsWire ? FaultableUpgrade.InstallAsync(context, next) : next(context));
        application.UseWebSockets();
        application.Run(router.HandleAsync);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            return application;
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public static int PortOf(WebApplication application)
    {
        var addresses = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        return new Uri(addresses.Single()).Port;
    }

    private sealed class PassiveLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
