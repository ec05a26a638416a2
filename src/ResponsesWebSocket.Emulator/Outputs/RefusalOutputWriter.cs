using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a message with a refusal part. Refusal deltas carry neither padding nor log probabilities.</summary>
internal sealed class RefusalOutputWriter(EventStream events, string itemId, int outputIndex, IReadOnlyList<string> deltas)
    : MessageOutputWriter(events, itemId, outputIndex, deltas)
{
    protected override JsonObject Part(string text) => new() { ["type"] = "refusal", ["refusal"] = text };

    protected override Task WriteDeltaAsync(string delta) => Events.SendAsync("response.refusal.delta", writer =>
    {
        PlaceContent(writer);
        writer.WriteString("delta", delta);
    });

    protected override Task WriteDoneAsync() => Events.SendAsync("response.refusal.done", writer =>
    {
        PlaceContent(writer);
        writer.WriteString("refusal", Whole);
    });
}
