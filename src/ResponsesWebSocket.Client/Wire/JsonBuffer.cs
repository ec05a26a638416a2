using System.Buffers;
using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>A writer and its memory, used again by the same thread. What was written is gone when it is disposed of.</summary>
internal sealed class JsonBuffer : IDisposable
{
    // A thread must not keep a whole image for ever.
    private const int LargestKept = 256 * 1024;

    // More than one where something is written while something else is.
    [ThreadStatic]
    private static JsonBuffer? _spare;

    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private JsonBuffer? _next;

    private JsonBuffer() => Writer = new Utf8JsonWriter(_bytes, WireJson.WriterOptions);

    public Utf8JsonWriter Writer { get; }

    public ReadOnlySpan<byte> Written
    {
        get
        {
            Writer.Flush();
            return _bytes.WrittenSpan;
        }
    }

    /// <param name="size">About what will be written: grown step by step, a large text costs three times its size.</param>
    public static JsonBuffer Rent(int size = 0)
    {
        var buffer = _spare ?? new JsonBuffer();
        _spare = buffer._next;
        buffer._bytes.GetSpan(size);
        return buffer;
    }

    public void Dispose()
    {
        _bytes.ResetWrittenCount();
        Writer.Reset();
        if (_bytes.Capacity <= LargestKept)
        {
            (_next, _spare) = (_spare, this);
        }
    }
}
