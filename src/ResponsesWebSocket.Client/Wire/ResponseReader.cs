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
            response.StringOf("id"u8) ?? throw new JsonException("The response has no id."),
            response.StringOf("status"u8) == "incomplete" ? TurnStatus.Incomplete : TurnStatus.Completed,
            CreatedAt(response),
            response.StringOf("model"u8),
            Usage(response),
            Output(response))
        {
            IncompleteReason = response.ObjectOf("incomplete_details"u8).StringOf("reason"u8),
        };
    }

    /// <summary>Unix seconds. A number far from any date, milliseconds for example, is passed over: nothing depends on it.</summary>
    private static DateTimeOffset? CreatedAt(JsonElement response) =>
        response.MemberOf("created_at"u8) is { ValueKind: JsonValueKind.Number } created && created.TryGetDouble(out var seconds) && seconds is >= 0 and < 100_000_000_000
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    private static IReadOnlyList<ConversationItem> Output(JsonElement response) =>
        response.MemberOf("output"u8) is { ValueKind: JsonValueKind.Array } output
            ? [.. output.EnumerateArray().Select(static item => new ConversationItem(JsonMarshal.GetRawUtf8Value(item).ToArray()))]
            : [];

    private static TurnUsage? Usage(JsonElement response)
    {
        if (response.ObjectOf("usage"u8) is not { ValueKind: JsonValueKind.Object } usage)
        {
            return null;
        }

        var input = Number(usage, "input_tokens"u8);
        var output = Number(usage, "output_tokens"u8);
        return new(
            input,
            Number(usage.ObjectOf("input_tokens_details"u8), "cached_tokens"u8),
            output,
            Number(usage.ObjectOf("output_tokens_details"u8), "reasoning_tokens"u8),
            usage.TryGetProperty("total_tokens"u8, out _) ? Number(usage, "total_tokens"u8) : input + output);
    }

    private static long Number(JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.MemberOf(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;
}
