namespace ResponsesWebSocket.Emulator.State;

/// <summary>A list whose snapshots are copied only when it changed since the last one. Needs the owner's lock.</summary>
/// <param name="sizeOf">About how many bytes an item takes.</param>
internal sealed class BoundedLog<T>(Func<T, long> sizeOf) : IBoundedLog
{
    private readonly List<T> _items = [];
    private T[]? _snapshot;
    private int _first;

    /// <summary>How many items were ever added. The next one has this position.</summary>
    public int Count => Dropped + _items.Count - _first;

    /// <summary>How many of them are gone.</summary>
    public int Dropped { get; private set; }

    public long Bytes { get; private set; }

    public void Add(T item)
    {
        _items.Add(item);
        Bytes += sizeOf(item);
        _snapshot = null;
    }

    /// <summary>Replaces the item at a position, unless it is gone.</summary>
    public void Replace(int position, Func<T, T> replace)
    {
        if (position < Dropped)
        {
            return;
        }

        var index = position - Dropped + _first;
        Bytes -= sizeOf(_items[index]);
        _items[index] = replace(_items[index]);
        Bytes += sizeOf(_items[index]);
        _snapshot = null;
    }

    public void DropOldest()
    {
        Bytes -= sizeOf(_items[_first]);
        _items[_first++] = default!;
        Dropped++;
        _snapshot = null;
        // Moved up only now and then: one by one, each drop would move them all.
        if (_first > _items.Count / 2)
        {
            _items.RemoveRange(0, _first);
            _first = 0;
        }
    }

    public IReadOnlyList<T> Snapshot() => _snapshot ??= [.. _items.Skip(_first)];
}
