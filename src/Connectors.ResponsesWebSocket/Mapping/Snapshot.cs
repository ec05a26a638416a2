using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.SemanticKernel;
using OpenAI.Chat;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Shows a snapshot all that counts of an object, in one order: when it is taken, and when it is compared.</summary>
/// <returns>What <see cref="SnapshotReader.See"/> said last.</returns>
internal delegate bool Sight<in T>(ref SnapshotReader reader, T source);

/// <summary>
/// What something was made from, so that it need not be made again while nothing has changed. Holds only what cannot change in place;
/// of anything else there is no snapshot.
/// </summary>
internal sealed class Snapshot
{
    // Used again by the same thread.
    [ThreadStatic]
    private static List<object?>? _record;

    private readonly object?[] _seen;

    private Snapshot(object?[] seen) => _seen = seen;

    /// <summary>Null when a change could be missed.</summary>
    public static Snapshot? Of<T>(T source, Sight<T> sight)
    {
        var record = _record ??= [];
        record.Clear();
        var reader = new SnapshotReader(record, seen: null);
        var snapshot = sight(ref reader, source) ? new Snapshot([.. record]) : null;
        record.Clear();
        return snapshot;
    }

    public bool Fits<T>(T source, Sight<T> sight)
    {
        var reader = new SnapshotReader(record: null, _seen);
        return sight(ref reader, source) && reader.IsAtEnd;
    }
}

/// <summary>Takes a snapshot or compares with one.</summary>
internal ref struct SnapshotReader(List<object?>? record, object?[]? seen)
{
    private int _next;

    public readonly bool IsAtEnd => _next == seen!.Length;

    /// <returns>False when the value is another one, or one that can change in place: nothing more need be shown.</returns>
    public bool See(object? value)
    {
        if (record is null)
        {
            return _next < seen!.Length && IsSame(seen[_next++], value);
        }

        // A document may be disposed of while its snapshot lives.
        record.Add(value is JsonElement json ? json.Clone() : value);
        return value is null or string or JsonElement or Type or Uri or ChatToolCall or KernelJsonSchema || value.GetType().IsPrimitive;
    }

    /// <summary>Equal is not enough: 1.0 is 1.00, and an address is one with another fragment, but they are written in another way.</summary>
    private static bool IsSame(object? before, object? now) => ReferenceEquals(before, now) || (before, now) switch
    {
        (string one, string other) => string.Equals(one, other, StringComparison.Ordinal),
        (JsonElement one, JsonElement other) => IsSame(one, other),
        (Uri one, Uri other) => string.Equals(one.OriginalString, other.OriginalString, StringComparison.Ordinal),
        (double one, double other) => BitConverter.DoubleToInt64Bits(one) == BitConverter.DoubleToInt64Bits(other),
        (float one, float other) => BitConverter.SingleToInt32Bits(one) == BitConverter.SingleToInt32Bits(other),
        (bool or char or sbyte or byte or short or ushort or int or uint or long or ulong or nint or nuint, _) => before.Equals(now),
        _ => false,
    };

    private static bool IsSame(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind
        && (one.ValueKind == JsonValueKind.Undefined || JsonMarshal.GetRawUtf8Value(one).SequenceEqual(JsonMarshal.GetRawUtf8Value(other)));
}
