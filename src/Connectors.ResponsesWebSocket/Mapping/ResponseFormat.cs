using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From the forms in which applications give a response format to <c>text.format</c>.</summary>
internal static partial class ResponseFormat
{
    private const string DefaultName = "JsonSchema";
    private const int LongestName = 64;

    private static readonly AIJsonSchemaCreateOptions StrictOptions = new()
    {
        TransformOptions = new() { DisallowAdditionalProperties = true, RequireAllProperties = true, MoveDefaultKeywordToDescription = true },
    };

    private static readonly JsonSerializerOptions Enums = new()
    {
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    public static JsonObject? Of(object? format) => format switch
    {
        "json_object" => new JsonObject { ["type"] = "json_object" },
        "text" => new JsonObject { ["type"] = "text" },
        JsonElement element => OfElement(element),
        JsonDocument document => OfElement(document.RootElement),
        JsonNode node => OfElement(JsonSerializer.SerializeToElement(node)),
        Type type => OfType(Nullable.GetUnderlyingType(type) ?? type),
        ChatResponseFormatText => new JsonObject { ["type"] = "text" },
        ChatResponseFormatJson { Schema: { } schema } json => Schema(json.SchemaName, schema, strict: null, json.SchemaDescription),
        ChatResponseFormatJson => new JsonObject { ["type"] = "json_object" },
        null or string => null,
        _ => SdkValue.Json(format) is { } element ? OfElement(element) : null,
    };

    private static JsonObject? OfElement(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return new JsonObject { ["type"] = "text" };
            case JsonValueKind.String:
                return Of(element.GetString() is { Length: > 0 } text ? text : "text")
                    ?? throw new InvalidOperationException($"The response format '{element.GetString()}' is not known. Use text, json_object or a JSON schema.");
            case JsonValueKind.Object:
                return OfObject(element);
            default:
                return null;
        }
    }

    /// <summary>A format of either API, else the schema itself. No schema has a type with such a name.</summary>
    private static JsonObject OfObject(JsonElement element)
    {
        switch (element.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null)
        {
            case "json_schema":
                // The Chat Completions shape has an inner object, which the Responses API does without.
                return OfNamed(element.TryGetProperty("json_schema"u8, out var inner) ? inner : element);
            case "json_object" or "text":
                return new JsonObject { ["type"] = type.GetString() };
            default:
                return Schema(DefaultName, element, strict: null);
        }
    }

    private static JsonObject OfNamed(JsonElement named)
    {
        if (named.ValueKind != JsonValueKind.Object || !named.TryGetProperty("schema"u8, out var schema))
        {
            throw new ArgumentException("The response format's json_schema has no schema.");
        }

        bool? strict = named.TryGetProperty("strict"u8, out var flag) && flag.ValueKind == JsonValueKind.True ? true : null;
        return Schema(Text(named, "name"u8), schema, strict, Text(named, "description"u8));
    }

    private static string? Text(JsonElement named, ReadOnlySpan<byte> member) =>
        named.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonObject OfType(Type type) =>
        Schema(NameOf(type), AIJsonUtilities.CreateJsonSchema(type, serializerOptions: Enums, inferenceOptions: StrictOptions), strict: true);

    /// <summary>Names have 64 characters at most, of a few kinds.</summary>
    private static JsonObject Schema(string? name, JsonElement schema, bool? strict, string? description = null)
    {
        var allowed = Disallowed().Replace(string.IsNullOrWhiteSpace(name) ? DefaultName : name, "_");
        var format = new JsonObject
        {
            ["type"] = "json_schema",
            ["name"] = allowed.Length > LongestName ? allowed[..LongestName] : allowed,
            ["schema"] = JsonNode.Parse(schema.GetRawText()),
        };
        if (description is not null)
        {
            format["description"] = description;
        }

        if (strict is { } set)
        {
            format["strict"] = set;
        }

        return format;
    }

    /// <summary>Generic types by their parts: <c>Wrapper&lt;List&lt;float&gt;&gt;</c> is WrapperListSingle.</summary>
    private static string NameOf(Type type) => type.IsGenericType
        ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] + string.Concat(type.GetGenericArguments().Select(NameOf))
        : type.Name.Replace("[]", "Array", StringComparison.Ordinal);

    [GeneratedRegex("[^A-Za-z0-9_-]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Disallowed();
}
