using System.Net.WebSockets;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>The open connections of an emulator.</summary>
internal sealed class ConnectionSet
{
    private readonly Lock _gate = new();
    private readonly List<EmulatedConnection> _open = [];
    private bool _refusing;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    public void Add(EmulatedConnection connection)
    {
        bool refuse;
        lock (_gate)
        {
            _open.Add(connection);
            refuse = _refusing;
        }

        if (refuse)
        {
            connection.Drop();
        }
    }

    public void Remove(EmulatedConnection connection)
    {
        lock (_gate)
        {
            _open.Remove(connection);
        }
    }

    public void DropAll()
    {
        foreach (var connection in Snapshot())
        {
            connection.Drop();
        }
    }

    /// <summary>Drops what is open and everything that still arrives.</summary>
    public void DropForGood()
    {
        lock (_gate)
        {
            _refusing = true;
        }

        DropAll();
    }

    public Task CloseAllAsync(WebSocketCloseStatus status, string? reason, CancellationToken cancellationToken) =>
        Task.WhenAll(Snapshot().Select(connection => connection.CloseAsync(status, reason, null, cancellationToken)));

    public Task SendTextAsync(string text, CancellationToken cancellationToken) =>
        Task.WhenAll(Snapshot().Select(connection => connection.SendTextAsync(text, null, null, cancellationToken)));

    public Task SendBinaryAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        Task.WhenAll(Snapshot().Select(connection => connection.SendBinaryAsync(payload, cancellationToken)));

    private EmulatedConnection[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _open];
        }
    }
}
