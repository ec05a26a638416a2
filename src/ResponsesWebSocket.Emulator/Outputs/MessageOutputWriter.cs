using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams an assistant message of one part.</summary>
internal abstract class MessageOutputWriter(EventStream events, string itemId, int outputIndex, IReadOnlyList<string> deltas)
    : OutputWriter(events, itemId, outputIndex)
{
    protected string Whole { get; } = string.Concat(deltas);

    protected override JsonObject Item(string status, bool whole) => new()
    {
        ["id"] = ItemId,
        ["type"] = "message",
        ["status"] = status,
        ["role"] = "assistant",
        ["content"] = whole ? new JsonArray(Part(Whole)) : [],
    };

    protected override async Task WriteContentAsync()
    {
        await Events.SendAsync("response.content_part.added", writer => WritePart(writer, Part(string.Empty)));
        foreach (var delta in deltas)
        {
            await WriteDeltaAsync(delta);
        }

        await WriteDoneAsync();
        await Events.SendAsync("response.content_part.done", writer => WritePart(writer, Part(Whole)));
    }

    protected abstract JsonObject Part(string text);

    protected abstract Task WriteDeltaAsync(string delta);

    protected abstract Task WriteDoneAsync();

    protected void PlaceContent(Utf8JsonWriter writer)
    {
        Place(writer);
        writer.WriteNumber("content_index", 0);
    }

    private void WritePart(Utf8JsonWriter writer, JsonObject part)
    {
        PlaceContent(writer);
        writer.WriteNode("part", part);
    }
}
