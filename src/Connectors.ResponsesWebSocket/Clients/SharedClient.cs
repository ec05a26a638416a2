using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Clients;

/// <summary>
/// A client that all services with equal options use, as the stock connector's share their connections: an application may build a
/// kernel for each request. It is closed some time after the last service has gone.
/// </summary>
internal sealed class SharedClient
{
    /// <summary>How long a client without services waits for the next one. Also how often it is asked again while turns run.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    // Held for the bookkeeping alone: no logger, callback or socket is called under it.
    private static readonly Lock Gate = new();
    private static readonly Dictionary<ClientKey, SharedClient> All = [];

    private readonly ClientKey _key;
    private readonly TimeProvider _time;
    private ITimer? _closing;
    private int _leases;

    private SharedClient(ClientKey key, ResponsesWebSocketOptions options, TimeProvider? time)
    {
        (_key, _time) = (key, time ?? TimeProvider.System);
        var shared = options.Clone();
        shared.TurnCompleted = Callers.TurnCompleted;
        Client = new ResponsesWebSocketClient(shared, Callers, time);
    }

    public ResponsesWebSocketClient Client { get; }

    public Callers Callers { get; } = new();

    /// <summary>The client for these options, made where there is none. Each call is answered by one of <see cref="Release"/>.</summary>
    public static SharedClient Acquire(ResponsesWebSocketOptions options, Caller caller, TimeProvider? time)
    {
        var key = new ClientKey(options, time);
        lock (Gate)
        {
            if (!All.TryGetValue(key, out var shared) || shared.Client.IsDisposed)
            {
                shared = new SharedClient(key, options, time);
                All[key] = shared;
            }

            shared._leases++;
            shared._closing?.Dispose();
            shared._closing = null;
            shared.Callers.Add(caller);
            return shared;
        }
    }

    public void Release(Caller caller)
    {
        lock (Gate)
        {
            Callers.Remove(caller);
            if (--_leases == 0)
            {
                _closing = _time.CreateTimer(static shared => ((SharedClient)shared!).CloseIfUnused(), this, Linger, Linger);
            }
        }
    }

    private void CloseIfUnused()
    {
        lock (Gate)
        {
            // Whoever still waits for an answer holds no lease when only his container has gone.
            if (_leases > 0 || _closing is null || Client.GetStatistics().TurnsInFlight > 0)
            {
                return;
            }

            _closing.Dispose();
            _closing = null;
            if (All.GetValueOrDefault(_key) == this)
            {
                All.Remove(_key);
            }
        }

        _ = Client.DisposeAsync().AsTask();
    }
}
