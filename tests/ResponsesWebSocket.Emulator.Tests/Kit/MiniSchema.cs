using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Kit;

/// <summary>As much of JSON schema as the emulator's own schema uses. An unknown keyword is a mistake, so that none is passed over.</summary>
internal sealed class MiniSchema(JsonElement root)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static MiniSchema OfScripts { get; } = new(JsonDocument.Parse(ModelScript.Schema).RootElement);

    public JsonElement Root => root;

    public bool Accepts(string json) => Accepts(root, JsonDocument.Parse(json, Lenient).RootElement);

    private bool Accepts(JsonElement schema, JsonElement value) => schema.EnumerateObject().All(keyword => keyword.Name switch
    {
        "$schema" or "title" or "description" or "$defs" => true,
        "$ref" => Accepts(root.At("$defs", keyword.Value.GetString()!["#/$defs/".Length..]), value),
        "type" => Types(keyword.Value).Any(type => Is(type, value)),
        "const" => JsonElement.DeepEquals(keyword.Value, value),
        "enum" => keyword.Value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble(),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= keyword.Value.GetInt32(),
        "required" => value.ValueKind != JsonValueKind.Object || keyword.Value.EnumerateArray().All(name => value.Has(name.GetString()!)),
        "properties" => value.ValueKind != JsonValueKind.Object
            || keyword.Value.EnumerateObject().All(member => !value.Has(member.Name) || Accepts(member.Value, value.At(member.Name))),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object
            || value.EnumerateObject().All(member => schema.At("properties").Has(member.Name)),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(item => Accepts(keyword.Value, item)),
        "anyOf" => keyword.Value.EnumerateArray().Any(other => Accepts(other, value)),
        "allOf" => keyword.Value.EnumerateArray().All(other => Accepts(other, value)),
        "oneOf" => keyword.Value.EnumerateArray().Count(other => Accepts(other, value)) == 1,
        "not" => !Accepts(keyword.Value, value),
        _ => throw new NotSupportedException($"This schema keyword is not understood here: {keyword.Name}"),
    });

    private static IEnumerable<string?> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static one => one.GetString()) : [type.GetString()];

    private static bool Is(string? type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => throw new NotSupportedException($"This type is not understood here: {type}"),
    };
}
