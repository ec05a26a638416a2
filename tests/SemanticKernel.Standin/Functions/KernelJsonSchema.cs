using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

[JsonConverter(typeof(SchemaConverter))]
public sealed class KernelJsonSchema
{
    private string? _text;

    internal KernelJsonSchema(JsonElement root) => RootElement = root;

    public JsonElement RootElement { get; }

    public static KernelJsonSchema Parse(string jsonSchema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(jsonSchema);
        return new(JsonSerializer.Deserialize<JsonElement>(jsonSchema));
    }

    public static KernelJsonSchema Parse(ReadOnlySpan<char> jsonSchema) => new(JsonSerializer.Deserialize<JsonElement>(jsonSchema));

    public static KernelJsonSchema Parse(ReadOnlySpan<byte> utf8JsonSchema) => new(JsonSerializer.Deserialize<JsonElement>(utf8JsonSchema));

    public override string ToString() => _text ??= JsonSerializer.Serialize(RootElement);

    // A schema appears in JSON as itself, not as an object with a RootElement.
    internal sealed class SchemaConverter : JsonConverter<KernelJsonSchema>
    {
        public override KernelJsonSchema Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => new(JsonElement.ParseValue(ref reader));

        public override void Write(Utf8JsonWriter writer, KernelJsonSchema value, JsonSerializerOptions options)
            => value.RootElement.WriteTo(writer);
    }
}
