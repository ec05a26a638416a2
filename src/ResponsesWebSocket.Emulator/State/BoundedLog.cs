using System.Runtime.InteropServices;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.State;

/// <summary>A list that can lose its oldest item.</summary>
internal interface IBoundedLog
{
    /// <summary>About what its items take.</summary>
    long Bytes { get; }

    void DropOldest();
}

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

/// <summary>About how many bytes the entries of the journal take.</summary>
internal static class JournalSizes
{
    private const int Entry = 256;

    public static long Of(JournalFrame frame) => Entry + 2L * (frame.Text?.Length ?? 0);

    public static long Of(JournalConnection connection) => Entry + Of(connection.Headers);

    public static long Of(JournalRefusal refusal) => Entry + Of(refusal.Headers);

    // The context's items belong to the responses before, of which it only holds references.
    public static long Of(JournalResponse response) =>
        Entry + response.Bytes + response.Output.Sum(Of) + 16L * (response.Context.Count + response.Input.Count + response.Tools.Count);

    public static long Of(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).Length;

    private static long Of(IReadOnlyDictionary<string, string> headers) => headers.Sum(static header => 2L * (header.Key.Length + header.Value.Length) + 64);
}
