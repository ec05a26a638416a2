using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a message with a text part.</summary>
internal sealed class TextOutputWriter(EventStream events, string itemId, int outputIndex, IReadOnlyList<string> deltas)
    : MessageOutputWriter(events, itemId, outputIndex, deltas)
{
    protected override JsonObject Part(string text) => new()
    {
        ["type"] = "output_text",
        ["text"] = text,
        ["annotations"] = new JsonArray(),
        ["logprobs"] = new JsonArray(),
    };

    protected override Task WriteDeltaAsync(string delta) =>
        Events.SendDeltaAsync("response.output_text.delta", delta, PlaceContent, withLogprobs: true);

    protected override Task WriteDoneAsync() => Events.SendAsync("response.output_text.done", writer =>
    {
        PlaceContent(writer);
        writer.WriteString("text", Whole);
        writer.WriteStartArray("logprobs");
        writer.WriteEndArray();
    });
}
