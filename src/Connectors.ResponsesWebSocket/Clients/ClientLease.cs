using System.Diagnostics.CodeAnalysis;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Clients;

/// <summary>A service's share in a client.</summary>
internal interface IClientLease
{
    /// <summary>The client. What is called from here on in this flow is told to the service's application.</summary>
    ResponsesWebSocketClient Enter();

    /// <summary>The same for a turn that runs already: its end is no reason to take a share again that was given back meanwhile.</summary>
    void Resume();

    /// <summary>Gives the share back. A service that is used all the same takes a new one.</summary>
    void Release();
}

/// <summary>A client that the application made and owns.</summary>
internal sealed class OwnClient(ResponsesWebSocketClient client) : IClientLease
{
    public ResponsesWebSocketClient Enter() => client;

    public void Resume()
    {
    }

    public void Release()
    {
    }
}

/// <summary>
/// A share in a client that services with equal options use together. It ends when the container that made the service is disposed, else when the
/// service is collected: a kernel cannot be disposed.
/// </summary>
internal sealed class ClientLease : IClientLease
{
    private readonly ResponsesWebSocketOptions _options;
    private readonly Caller _caller;
    private readonly TimeProvider? _time;
    private readonly Lock _gate = new();
    private SharedClient? _shared;

    public ClientLease(ResponsesWebSocketOptions options, Caller caller, TimeProvider? time)
    {
        (_options, _caller, _time) = (options.Clone(), caller, time);
        _shared = SharedClient.Acquire(_options, caller, time);
    }

    /// <summary>Nobody is left who could use it.</summary>
    [SuppressMessage("Design", "MA0055:Do not use finalizer", Justification = "A kernel cannot be disposed, so nothing else tells that a service is gone.")]
    ~ClientLease() => _shared?.Release(_caller);

    public ResponsesWebSocketClient Enter()
    {
        lock (_gate)
        {
            if (_shared is { Client.IsDisposed: true })
            {
                _shared.Release(_caller);
                _shared = null;
            }

            _shared ??= SharedClient.Acquire(_options, _caller, _time);
            _shared.Callers.Enter(_caller);
            return _shared.Client;
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            _shared?.Callers.Enter(_caller);
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _shared?.Release(_caller);
            _shared = null;
        }
    }
}
