namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Counts the events of a response, or of a whole lane. Thread-safe.</summary>
internal sealed class LaneNumbers
{
    private int _next;

    public int Next() => Interlocked.Increment(ref _next) - 1;
}
