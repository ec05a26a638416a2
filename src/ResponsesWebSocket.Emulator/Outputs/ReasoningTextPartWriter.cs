using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams the raw text of reasoning, which only some models show.</summary>
internal sealed class ReasoningTextPartWriter(EventStream events, Action<Utf8JsonWriter> place, IReadOnlyList<string> deltas)
    : PartWriter(events, place)
{
    private readonly string _whole = string.Concat(deltas);

    public override JsonObject Part(bool whole) => new() { ["type"] = "reasoning_text", ["text"] = whole ? _whole : string.Empty };

    protected override async Task WriteDeltasAsync()
    {
        foreach (var delta in deltas)
        {
            await Events.SendAsync("response.reasoning_text.delta", writer =>
            {
                Place(writer);
                writer.WriteString("delta", delta);
            });
        }
    }

    protected override Task WriteDoneAsync() => Events.SendAsync("response.reasoning_text.done", writer =>
    {
        Place(writer);
        writer.WriteString("text", _whole);
    });
}
