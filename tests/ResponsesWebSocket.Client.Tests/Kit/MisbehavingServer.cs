using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>A server that answers as a test says: with what the service would not, or behind a certificate of its own.</summary>
internal sealed class MisbehavingServer : IAsyncDisposable
{
    private const string Completed =
        """{"type":"response.completed","response":{"id":"resp_1","object":"response","status":"completed","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"one"}]}]}}""";

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<(string Route, string Token, string Connection)> _requests = new();

    private MisbehavingServer(WebApplication application) => _application = application;

    public Uri Endpoint => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v1");

    /// <summary>What was asked for, with which token, over which connection.</summary>
    public IReadOnlyList<(string Route, string Token, string Connection)> Requests => [.. _requests];

    public static string CompletedEvent => $"data: {Completed}\n\n";

    public static async Task<MisbehavingServer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null, bool askForCertificate = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateMode = askForCertificate ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate,
                    ClientCertificateValidation = static (_, _, _) => true,
                });
            }
        }));
        var server = new MisbehavingServer(builder.Build());
        server._application.UseWebSockets();
        server._application.Run(context =>
        {
            server._requests.Enqueue(($"{context.Request.Method} {context.Request.Path}", context.Request.Headers.Authorization.ToString(), context.Connection.Id));
            return answer(context);
        });
        await server._application.StartAsync();
        return server;
    }

    /// <summary>Answers every request with that status, type and body.</summary>
    public static Task<MisbehavingServer> StartAsync(int status, string? contentType, string body, params (string Name, string Value)[] headers) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return context.Response.WriteAsync(body);
    });

    /// <summary>Answers every request with that stream of events.</summary>
    public static Task<MisbehavingServer> StreamingAsync(string body) => StartAsync(200, "text/event-stream; charset=utf-8", body);

    public ResponsesWebSocketClient Client(Action<ResponsesWebSocketOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new ResponsesWebSocketOptions { Endpoint = Endpoint, ApiKey = "sk-test", Transport = ResponsesTransport.Http, MaxRetries = 0 };
        configure?.Invoke(options);
        return new(options, timeProvider: time);
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
