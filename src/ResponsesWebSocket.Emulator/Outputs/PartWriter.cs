using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams one content part of an item.</summary>
/// <param name="events">Where the events go.</param>
/// <param name="place">Writes the members by which an event names its part.</param>
internal abstract class PartWriter(EventStream events, Action<Utf8JsonWriter> place)
{
    protected EventStream Events { get; } = events;

    protected Action<Utf8JsonWriter> Place { get; } = place;

    /// <summary>The part, with its content or empty.</summary>
    public abstract JsonObject Part(bool whole);

    /// <param name="staysOpen">Whether everything breaks off after the deltas.</param>
    public async Task WriteAsync(bool staysOpen)
    {
        await Events.SendAsync("response.content_part.added", writer => WritePart(writer, Part(whole: false))).ConfigureAwait(false);
        await WriteDeltasAsync().ConfigureAwait(false);
        if (staysOpen)
        {
            return;
        }

        await WriteDoneAsync().ConfigureAwait(false);
        await Events.SendAsync("response.content_part.done", writer => WritePart(writer, Part(whole: true))).ConfigureAwait(false);
    }

    protected abstract Task WriteDeltasAsync();

    protected abstract Task WriteDoneAsync();

    private void WritePart(Utf8JsonWriter writer, JsonObject part)
    {
        Place(writer);
        writer.WriteNode("part", part);
    }
}
