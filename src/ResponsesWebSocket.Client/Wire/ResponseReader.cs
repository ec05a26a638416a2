using System.Runtime.InteropServices;
using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>Reads the <c>response</c> object of an event, leniently: only the id must be there.</summary>
internal static class ResponseReader
{
    public static EndedResponse Read(ReadOnlySpan<byte> utf8Json)
    {
        if (utf8Json.IsEmpty)
        {
            throw new JsonException("The event has no response.");
        }

        var reader = new Utf8JsonReader(utf8Json);
        var response = JsonElement.ParseValue(ref reader);
        if (response.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("The event's response is not an object.");
        }

        return new(
            ItemText.StringOf(response, "id"u8) ?? throw new JsonException("The response has no id."),
            ItemText.StringOf(response, "status"u8) == "incomplete" ? TurnStatus.Incomplete : TurnStatus.Completed,
            CreatedAt(response),
            ItemText.StringOf(response, "model"u8),
            Usage(response),
            Output(response))
        {
            IncompleteReason = response.TryGetProperty("incomplete_details"u8, out var details) && details.ValueKind == JsonValueKind.Object ? ItemText.StringOf(details, "reason"u8) : null,
        };
    }

    /// <summary>Unix seconds. A number far from any date, milliseconds for example, is passed over: nothing depends on it.</summary>
    private static DateTimeOffset? CreatedAt(JsonElement response) =>
        response.TryGetProperty("created_at"u8, out var created) && created.ValueKind == JsonValueKind.Number
            && created.TryGetDouble(out var seconds) && seconds is >= 0 and < 100_000_000_000
                ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
                : null;

    private static IReadOnlyList<ConversationItem> Output(JsonElement response) =>
        response.TryGetProperty("output"u8, out var output) && output.ValueKind == JsonValueKind.Array
            ? [.. output.EnumerateArray().Select(static item => new ConversationItem(JsonMarshal.GetRawUtf8Value(item).ToArray()))]
            : [];

    private static TurnUsage? Usage(JsonElement response)
    {
        if (!response.TryGetProperty("usage"u8, out var usage) || usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var input = Number(usage, "input_tokens"u8);
        var output = Number(usage, "output_tokens"u8);
        return new(
            input,
            Detail(usage, "input_tokens_details"u8, "cached_tokens"u8),
            output,
            Detail(usage, "output_tokens_details"u8, "reasoning_tokens"u8),
            usage.TryGetProperty("total_tokens"u8, out _) ? Number(usage, "total_tokens"u8) : input + output);
    }

    private static long Detail(JsonElement usage, ReadOnlySpan<byte> details, ReadOnlySpan<byte> name) =>
        usage.TryGetProperty(details, out var holder) && holder.ValueKind == JsonValueKind.Object ? Number(holder, name) : 0;

    private static long Number(JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;
}
