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
                return _open.Count(static connection => connection.IsOpen);
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
            connection.Stop();
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

    /// <summary>Aborts what is open and everything that still arrives.</summary>
    public void AbortForGood()
    {
        lock (_gate)
        {
            _refusing = true;
        }

        foreach (var connection in Snapshot())
        {
            connection.Stop();
        }
    }

    public Task CloseAllAsync(WebSocketCloseStatus status, string? reason, CancellationToken cancellationToken) =>
        Task.WhenAll(Snapshot().Select(connection => connection.CloseAsync(status, reason, null, cancellationToken)));

    public Task SendTextAsync(string text, CancellationToken cancellationToken) =>
        ForEachOpenAsync(connection => connection.SendTextAsync(text, null, null, cancellationToken), cancellationToken);

    public Task SendBinaryAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        ForEachOpenAsync(connection => connection.SendBinaryAsync(payload, cancellationToken), cancellationToken);

    private Task ForEachOpenAsync(Func<EmulatedConnection, Task> send, CancellationToken cancellationToken)
    {
        return Task.WhenAll(Snapshot().Select(SendAsync));

        async Task SendAsync(EmulatedConnection connection)
        {
            try
            {
                await send(connection).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // It ended after the snapshot was taken, so it is none of the open ones.
            }
        }
    }

    private EmulatedConnection[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _open];
        }
    }
}
