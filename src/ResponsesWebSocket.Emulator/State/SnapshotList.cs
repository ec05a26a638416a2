namespace ResponsesWebSocket.Emulator.State;

/// <summary>A list whose snapshots are copied only when it changed since the last one. Needs the owner's lock.</summary>
internal sealed class SnapshotList<T>
{
    private readonly List<T> _items = [];
    private T[]? _snapshot;

    public int Count => _items.Count;

    public void Add(T item)
    {
        _items.Add(item);
        _snapshot = null;
    }

    public void Replace(int index, Func<T, T> replace)
    {
        _items[index] = replace(_items[index]);
        _snapshot = null;
    }

    public IReadOnlyList<T> Snapshot() => _snapshot ??= [.. _items];
}
