using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a refusal part. Its deltas carry neither padding nor log probabilities.</summary>
internal sealed class RefusalPartWriter(EventStream events, Action<Utf8JsonWriter> place, IReadOnlyList<string> deltas)
    : PartWriter(events, place)
{
    private readonly string _whole = string.Concat(deltas);

    public override JsonObject Part(bool whole) => new() { ["type"] = "refusal", ["refusal"] = whole ? _whole : string.Empty };

    protected override async Task WriteDeltasAsync()
    {
        foreach (var delta in deltas)
        {
            await Events.SendAsync("response.refusal.delta", writer =>
            {
                Place(writer);
                writer.WriteString("delta", delta);
            });
        }
    }

    protected override Task WriteDoneAsync() => Events.SendAsync("response.refusal.done", writer =>
    {
        Place(writer);
        writer.WriteString("refusal", _whole);
    });
}
