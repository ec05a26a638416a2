using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>Reads the <c>response</c> object of an event, leniently: only the id must be there.</summary>
internal static class ResponseReader
{
    /// <summary>One pass; what it does not ask for, such as the tools that the service repeats, is passed over.</summary>
    /// <param name="utf8Json">The response's own bytes.</param>
    /// <param name="hasEnded">Whether its output counts.</param>
    public static EndedResponse Read(ReadOnlySpan<byte> utf8Json, bool hasEnded)
    {
        if (utf8Json.IsEmpty)
        {
            throw new JsonException("The event has no response.");
        }

        string? id = null, status = null, model = null, reason = null;
        DateTimeOffset? createdAt = null;
        TurnUsage? usage = null;
        IReadOnlyList<ConversationItem> output = [];
        var reader = new Utf8JsonReader(utf8Json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The event's response is not an object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Each name is compared before the reader moves on to the value.
            if (reader.ValueTextEquals("id"u8)) { id = Text(ref reader); }
            else if (reader.ValueTextEquals("status"u8)) { status = Text(ref reader); }
            else if (reader.ValueTextEquals("model"u8)) { model = Text(ref reader); }
            else if (reader.ValueTextEquals("created_at"u8)) { createdAt = Date(ref reader); }
            else if (hasEnded && reader.ValueTextEquals("usage"u8)) { usage = Usage(Value(ref reader)); }
            else if (hasEnded && reader.ValueTextEquals("output"u8)) { output = Items(ref reader, utf8Json); }
            else if (hasEnded && reader.ValueTextEquals("incomplete_details"u8)) { reason = Reason(Value(ref reader)); }
            else { reader.Skip(); }
        }

        return new(
            id ?? throw new JsonException("The response has no id."),
            status == "incomplete" ? TurnStatus.Incomplete : TurnStatus.Completed,
            createdAt,
            model,
            usage,
            output)
        {
            IncompleteReason = reason,
        };
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    /// <summary>Unix seconds. A number far from any date, milliseconds for example, is passed over: nothing depends on it.</summary>
    private static DateTimeOffset? Date(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var seconds) && seconds is >= 0 and < 100_000_000_000)
        {
            return DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        }

        reader.Skip();
        return null;
    }

    private static JsonElement Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        return JsonElement.ParseValue(ref reader);
    }

    private static string? Reason(JsonElement details) => details.ValueKind == JsonValueKind.Object ? details.StringOf("reason"u8) : null;

    private static List<ConversationItem> Items(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        List<ConversationItem> items = [];
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return items;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(new ConversationItem(utf8Json[start..(int)reader.BytesConsumed].ToArray()));
        }

        return items;
    }

    private static TurnUsage? Usage(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object)
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
