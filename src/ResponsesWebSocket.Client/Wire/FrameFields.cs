using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>
/// Where the top-level members of a message lie. One pass finds them all, whatever their order; values are decoded only when
/// the event's type asks for them.
/// </summary>
internal readonly ref struct FrameFields
{
    private readonly ReadOnlySpan<byte> _frame;
    private readonly Range _type, _streamId, _delta, _item, _response, _error, _outputIndex, _contentIndex, _summaryIndex;

    /// <exception cref="JsonException">The message is not one JSON object.</exception>
    public FrameFields(ReadOnlySpan<byte> frame)
    {
        _frame = frame;
        var reader = new Utf8JsonReader(frame);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The message is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Each name is compared before the reader moves on to the value.
            if (reader.ValueTextEquals("type"u8)) { _type = ValueOf(ref reader); }
            else if (reader.ValueTextEquals("delta"u8)) { _delta = ValueOf(ref reader); }
            else if (reader.ValueTextEquals("stream_id"u8)) { _streamId = ValueOf(ref reader); }
            else if (reader.ValueTextEquals("output_index"u8)) { _outputIndex = ValueOf(ref reader); }
            else if (reader.ValueTextEquals("content_index"u8)) { _contentIndex = ValueOf(ref reader); }
            else if (reader.ValueTextEquals("summary_index"u8)) { _summaryIndex = ValueOf(ref reader); }
            else if (reader.ValueTextEquals("item"u8)) { _item = ValueOf(ref reader); }
            else if (reader.ValueTextEquals("response"u8)) { _response = ValueOf(ref reader); }
            else if (reader.ValueTextEquals("error"u8)) { _error = ValueOf(ref reader); }
            else { ValueOf(ref reader); }
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
        {
            throw new JsonException("The message is not one JSON object.");
        }
    }

    public string? Type => Known(_type) ?? Text(_type);

    /// <summary>Whether there is an error object.</summary>
    public bool HasError => _frame[_error] is [(byte)'{', ..];

    public string? StreamId => Known(_streamId) ?? Text(_streamId);

    public string Delta => Text(_delta) ?? "";

    public int OutputIndex => Integer(_outputIndex);

    public int ContentIndex => Integer(_contentIndex);

    public int SummaryIndex => Integer(_summaryIndex);

    /// <summary>The item's own bytes; empty when there is none.</summary>
    public ReadOnlySpan<byte> Item => _frame[_item];

    /// <summary>The response's own bytes; empty when there is none.</summary>
    public ReadOnlySpan<byte> Response => _frame[_response];

    private static Range ValueOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new Range(start, (int)reader.BytesConsumed);
    }

    /// <summary>A word that comes again and again, without making a string of it each time.</summary>
    private string? Known(Range range)
    {
        Span<char> word = stackalloc char[EventTypes.Longest];
        return _frame[range] is [(byte)'"', .. var text, (byte)'"'] && text.Length <= word.Length && Ascii.ToUtf16(text, word, out var length) == OperationStatus.Done
            ? EventTypes.Find(word[..length])
            : null;
    }

    private string? Text(Range range)
    {
        var reader = new Utf8JsonReader(_frame[range]);
        return !_frame[range].IsEmpty && reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    private int Integer(Range range)
    {
        var reader = new Utf8JsonReader(_frame[range]);
        return !_frame[range].IsEmpty && reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : 0;
    }
}
