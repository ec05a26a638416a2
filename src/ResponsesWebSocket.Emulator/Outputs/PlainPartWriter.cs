using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a part that is text and nothing else, with neither padding nor log probabilities: a refusal, or the raw text of
/// reasoning, which only some models show.</summary>
/// <param name="events">Where the events go.</param>
/// <param name="place">Writes the members by which an event names its part.</param>
/// <param name="type">Type of the part, and the middle of its events' names.</param>
/// <param name="member">Member that holds the text.</param>
/// <param name="deltas">The text in pieces.</param>
internal sealed class PlainPartWriter(EventStream events, Action<Utf8JsonWriter> place, string type, string member, IReadOnlyList<string> deltas)
    : PartWriter(events, place)
{
    private readonly string _whole = string.Concat(deltas);

    public static PlainPartWriter Refusal(EventStream events, Action<Utf8JsonWriter> place, IReadOnlyList<string> deltas) =>
        new(events, place, "refusal", "refusal", deltas);

    public static PlainPartWriter ReasoningText(EventStream events, Action<Utf8JsonWriter> place, IReadOnlyList<string> deltas) =>
        new(events, place, "reasoning_text", "text", deltas);

    public override JsonObject Part(bool whole) => new() { ["type"] = type, [member] = whole ? _whole : string.Empty };

    protected override async Task WriteDeltasAsync()
    {
        foreach (var delta in deltas)
        {
            await Events.SendAsync($"response.{type}.delta", writer =>
            {
                Place(writer);
                writer.WriteString("delta", delta);
            }).ConfigureAwait(false);
        }
    }

    protected override Task WriteDoneAsync() => Events.SendAsync($"response.{type}.done", writer =>
    {
        Place(writer);
        writer.WriteString(member, _whole);
    });
}
