using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Reads a bool that may be written as text.</summary>
internal sealed class OptionalBoolConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        JsonTokenType.String when bool.TryParse(reader.GetString(), out var value) => value,
        // An ArgumentException, as callers of the stock connector expect it.
        _ => throw new ArgumentException("The value must be true, false, \"true\" or \"false\"."),
    };

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } set)
        {
            writer.WriteBooleanValue(set);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
