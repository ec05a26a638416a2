using System.Text.Encodings.Web;
using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>How JSON is written and looked into on this wire.</summary>
internal static class WireJson
{
    /// <summary>
    /// Frames are JSON inside a WebSocket, never inside HTML: escaping only what JSON demands keeps non-ASCII text at its UTF-8
    /// size. Validation is off because every writer here is covered by tests that parse what it wrote.
    /// </summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="value">Writes one value.</param>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> value)
    {
        using var buffer = JsonBuffer.Rent();
        value(buffer.Writer);
        return buffer.Written.ToArray();
    }

    public static ReadOnlyMemory<byte> WriteObject(Action<Utf8JsonWriter> members) => Write(writer =>
    {
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
    });

    /// <summary>A member that is an array of what is JSON already.</summary>
    public static void WriteArray(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<ReadOnlyMemory<byte>> elements)
    {
        writer.WriteStartArray(name);
        foreach (var element in elements)
        {
            writer.WriteRawValue(element.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
    }

    /// <summary>A member of an object; undefined when it is absent, or there is no object.</summary>
    public static JsonElement MemberOf(this JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) ? member : default;

    public static string? StringOf(this JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.MemberOf(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static JsonElement ObjectOf(this JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.MemberOf(name) is { ValueKind: JsonValueKind.Object } member ? member : default;

    /// <exception cref="JsonException">The bytes are not one JSON object.</exception>
    public static void RequireObject(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A JSON object is needed here.");
        }

        reader.Skip();
        if (reader.Read())
        {
            throw new JsonException("There is text behind the JSON object.");
        }
    }

    /// <summary>A top-level string member of an object, or null when it is absent or no string.</summary>
    public static string? Member(ReadOnlySpan<byte> utf8Object, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(utf8Object);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }
}
