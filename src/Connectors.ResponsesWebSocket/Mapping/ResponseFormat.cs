using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From the forms in which applications give a response format to <c>text.format</c>.</summary>
internal static partial class ResponseFormat
{
    private const string DefaultName = "JsonSchema";

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
        Type type => OfType(Nullable.GetUnderlyingType(type) ?? type),
        _ => null,
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
            case JsonValueKind.Object when element.TryGetProperty("type"u8, out var type) && type.ValueEquals("json_schema"u8) && element.TryGetProperty("json_schema"u8, out var wrapped):
                return OfWrapped(wrapped);
            case JsonValueKind.Object:
                return Schema(DefaultName, JsonObject.Create(element)!, strict: null);
            default:
                return null;
        }
    }

    /// <summary>The Chat Completions shape, whose inner object the Responses API does without.</summary>
    private static JsonObject OfWrapped(JsonElement wrapped)
    {
        if (!wrapped.TryGetProperty("schema"u8, out var schema))
        {
            throw new ArgumentException("The response format's json_schema has no schema.");
        }

        var name = wrapped.TryGetProperty("name"u8, out var given) ? given.GetString() : null;
        bool? strict = wrapped.TryGetProperty("strict"u8, out var flag) && flag.ValueKind == JsonValueKind.True ? true : null;
        return Schema(name ?? DefaultName, JsonNode.Parse(schema.GetRawText()), strict);
    }

    private static JsonObject OfType(Type type)
    {
        var schema = AIJsonUtilities.CreateJsonSchema(type, serializerOptions: Enums, inferenceOptions: StrictOptions);
        return Schema(NameOf(type), JsonNode.Parse(schema.GetRawText()), strict: true);
    }

    private static JsonObject Schema(string name, JsonNode? schema, bool? strict)
    {
        var format = new JsonObject { ["type"] = "json_schema", ["name"] = Disallowed().Replace(name, "_"), ["schema"] = schema };
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
