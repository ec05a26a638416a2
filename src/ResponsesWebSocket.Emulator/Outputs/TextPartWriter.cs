using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a text part: its deltas, then its annotations.</summary>
internal sealed class TextPartWriter(EventStream events, Action<Utf8JsonWriter> place, ModelPart.Text part, int? logprobs)
    : PartWriter(events, place)
{
    private readonly string _whole = string.Concat(part.Deltas);

    public override JsonObject Part(bool whole) => new()
    {
        ["type"] = "output_text",
        ["text"] = whole ? _whole : string.Empty,
        ["annotations"] = new JsonArray([.. whole ? part.Annotations.Select(static annotation => (JsonNode)annotation.ToJson()) : []]),
        ["logprobs"] = Logprobs.Of(whole ? part.Deltas : [], logprobs, withBytes: true),
    };

    protected override async Task WriteDeltasAsync()
    {
        foreach (var delta in part.Deltas)
        {
            await Events.SendDeltaAsync("response.output_text.delta", delta, Place, writer => WriteLogprobs(writer, [delta])).ConfigureAwait(false);
        }

        for (var index = 0; index < part.Annotations.Count; index++)
        {
            var (number, annotation) = (index, part.Annotations[index]);
            await Events.SendAsync("response.output_text.annotation.added", writer =>
            {
                Place(writer);
                writer.WriteNumber("annotation_index", number);
                writer.WriteNode("annotation", annotation.ToJson());
            }).ConfigureAwait(false);
        }
    }

    protected override Task WriteDoneAsync() => Events.SendAsync("response.output_text.done", writer =>
    {
        Place(writer);
        writer.WriteString("text", _whole);
        WriteLogprobs(writer, part.Deltas);
    });

    private void WriteLogprobs(Utf8JsonWriter writer, IReadOnlyList<string> tokens) =>
        writer.WriteNode("logprobs", Logprobs.Of(tokens, logprobs, withBytes: false));
}
