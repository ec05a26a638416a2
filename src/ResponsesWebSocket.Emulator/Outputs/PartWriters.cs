using System.Text;
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

/// <summary>Made-up log probabilities, one entry per delta: only their form is the service's.</summary>
internal static class Logprobs
{
    /// <param name="tokens">The tokens.</param>
    /// <param name="alternatives">How many alternatives each entry names; null for no entries at all.</param>
    /// <param name="withBytes">Items spell the bytes of a token out, events do not.</param>
    public static JsonArray Of(IEnumerable<string> tokens, int? alternatives, bool withBytes)
    {
        var entries = new JsonArray();
        foreach (var token in alternatives is null ? [] : tokens)
        {
            var entry = Entry(token, 0, withBytes);
            entry["top_logprobs"] = new JsonArray(
                [.. Enumerable.Range(0, alternatives ?? 0).Select(rank => (JsonNode)Entry(rank == 0 ? token : $"{token}~{rank}", rank, withBytes))]);
            entries.Add((JsonNode)entry);
        }

        return entries;
    }

    private static JsonObject Entry(string token, int rank, bool withBytes)
    {
        var entry = new JsonObject { ["token"] = token, ["logprob"] = -0.25 - rank };
        if (withBytes)
        {
            entry["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(token).Select(static value => (JsonNode)(int)value)]);
        }

        return entry;
    }
}
