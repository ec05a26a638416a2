using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using ResponsesWebSocket.Emulator.Connections;
using ResponsesWebSocket.Emulator.Hosting;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator;

/// <summary>A local server that behaves like the WebSocket mode of the Responses API, and on the same port like the Responses API and Chat
/// Completions over HTTP.</summary>
public sealed class ResponsesEmulator : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly EmulatorContext _context;
    private readonly ConnectionSet _connections;
    private readonly RequestRouter _router;
    private int _disposed;

    private ResponsesEmulator(WebApplication server, EmulatorContext context, ConnectionSet connections, RequestRouter router)
    {
        _server = server;
        _context = context;
        _connections = connections;
        _router = router;
        Endpoint = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", EmulatorServer.PortOf(server), UpgradeEndpoint.BasePath).Uri;
    }

    /// <summary>The base address that a client is configured with; the socket is at <c>/responses</c> below it.</summary>
    public Uri Endpoint { get; }

    /// <summary>The address of the socket, for clients that are not told by its base.</summary>
    public Uri WebSocketEndpoint => new UriBuilder(Endpoint) { Scheme = Uri.UriSchemeWs, Path = UpgradeEndpoint.Path }.Uri;

    /// <summary>The key that the server accepts.</summary>
    public string ApiKey => _context.Options.ApiKey;

    /// <summary>What the server saw and did.</summary>
    public Journal Journal => _context.Journal;

    /// <summary>Faults on demand.</summary>
    public FaultHooks Faults => _context.Faults;

    /// <summary>What everything so far has cost; <see langword="null"/> without <see cref="EmulatorOptions.Costs"/>.</summary>
    public CostSummary? CostSummary => _context.Costs?.Sum;

    /// <summary>Number of sockets that are being served.</summary>
    public int OpenConnections => _connections.Count;

    /// <summary>Starts a server on the loopback address.</summary>
    /// <param name="options">What it is like; the defaults when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The running server.</returns>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<ResponsesEmulator> StartAsync(EmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var context = new EmulatorContext(options ?? new EmulatorOptions());
        var connections = new ConnectionSet();
        var router = new RequestRouter(context, connections);
        var server = await EmulatorServer.StartAsync(router, context.Options.Port, cancellationToken).ConfigureAwait(false);
        return new(server, context, connections, router);
    }

    /// <summary>Ends every open connection now, without a close handshake.</summary>
    public void DropConnections() => _connections.DropAll();

    /// <summary>Sends a close frame on every open connection. Turns that run are cut, those that wait are dropped.</summary>
    /// <param name="closeStatus">The close status.</param>
    /// <param name="reason">The close reason.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when the frames are sent.</returns>
    public Task CloseConnectionsAsync(int closeStatus, string? reason = null, CancellationToken cancellationToken = default) =>
        _connections.CloseAllAsync((WebSocketCloseStatus)closeStatus, reason, cancellationToken);

    /// <summary>Sends a text message on every open connection, whatever it holds.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when the message is sent.</returns>
    public Task InjectTextAsync(string frame, CancellationToken cancellationToken = default) =>
        _connections.SendTextAsync(frame, cancellationToken);

    /// <summary>Sends a binary message on every open connection.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when the message is sent.</returns>
    public Task InjectBinaryAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken = default) =>
        _connections.SendBinaryAsync(frame, cancellationToken);

    /// <summary>Aborts all connections and stops the server.</summary>
    /// <returns>A task that completes when the port is free.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            // Open sockets would make the server wait for them.
            _connections.AbortForGood();
            _router.AbortForGood();
            await _server.StopAsync().ConfigureAwait(false);
            await _server.DisposeAsync().ConfigureAwait(false);
            _router.Dispose();
        }
    }
}
