using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>The body of a compaction that is asked for by itself, and its answer.</summary>
internal static class CompactRequest
{
    public const string Path = "compact";

    // Of a turn's fields, those that a compaction knows.
    private static readonly string[] Fields = ["instructions", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "service_tier", "image"];

    public static ReadOnlyMemory<byte> Write(TurnRequest request, IReadOnlyList<ConversationItem> items) => WireJson.WriteObject(writer =>
    {
        writer.WriteString("model"u8, request.Model);
        foreach (var name in Fields)
        {
            if (request.Fields?.TryGetValue(name, out var value) == true)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }

        writer.WriteArray("input"u8, items.Select(static item => item.AsSent(store: false)));
    });

    /// <exception cref="ProtocolViolationException">The answer is no compaction.</exception>
    public static CompactionResult Read(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            var answer = ResponseReader.Read(utf8Json, hasEnded: true);
            return answer.Output.Count > 0 ? new(answer.Output, answer.Usage) : throw new JsonException("It holds no items.");
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw new ProtocolViolationException($"The service answered a compaction with {utf8Json.Length} bytes that are none: {cause.Message}", cause);
        }
    }
}
