using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using ChatResponseFormat = OpenAI.Chat.ChatResponseFormat;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From the forms in which applications give a response format to <c>text.format</c>.</summary>
internal static class ResponseFormat
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

    /// <summary>Null for what the stock connector passes over as well: another word, or an object of a type that it does not know.</summary>
    public static JsonObject? Of(object? format) => format switch
    {
        "json_object" or "text" => new JsonObject { ["type"] = (string)format },
        JsonElement { ValueKind: JsonValueKind.String } text when text.GetString() is "" or "json_object" or "text" => new JsonObject { ["type"] = text.GetString() is "json_object" ? "json_object" : "text" },
        JsonElement element => OfElement(element),
        Type type => OfType(Nullable.GetUnderlyingType(type) ?? type),
        ChatResponseFormat known => OfClient(known),
        _ => null,
    };

    /// <summary>A format as Chat Completions has it, else the schema itself.</summary>
    /// <exception cref="InvalidOperationException">The element is no object.</exception>
    private static JsonObject OfElement(JsonElement element)
    {
        if (!element.TryGetProperty("type"u8, out var type) || type.GetString() != "json_schema" || !element.TryGetProperty("json_schema"u8, out var named))
        {
            return Schema(DefaultName, element, strict: null);
        }

        if (!named.TryGetProperty("schema"u8, out var schema))
        {
            throw new ArgumentException("Property 'schema' is not initialized in JSON schema response format.");
        }

        bool? strict = named.TryGetProperty("strict"u8, out var flag) && flag.ValueKind == JsonValueKind.True ? true : null;
        return Schema(named.TryGetProperty("name"u8, out var name) ? name.GetString() : DefaultName, schema, strict);
    }

    /// <summary>The Chat Completions shape has an inner object, which the Responses API does without.</summary>
    private static JsonObject OfClient(ChatResponseFormat format)
    {
        var element = OpenAISdkReflection.Json(format)!.Value;
        if (!element.TryGetProperty("json_schema"u8, out var named))
        {
            return JsonObject.Create(element)!;
        }

        bool? strict = named.TryGetProperty("strict"u8, out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean() : null;
        return Schema(OutputJson.Text(named, "name"), named.GetProperty("schema"u8), strict, OutputJson.Text(named, "description"));
    }

    private static JsonObject OfType(Type type) =>
        Schema(NameOf(type), AIJsonUtilities.CreateJsonSchema(type, serializerOptions: Enums, inferenceOptions: StrictOptions), strict: true);

    /// <summary>Names have 64 characters at most, of a few kinds.</summary>
    private static JsonObject Schema(string? name, JsonElement schema, bool? strict, string? description = null)
    {
        var allowed = FunctionWireName.Sanitized(string.IsNullOrWhiteSpace(name) ? DefaultName : name);
        return RawJson.Object(
            ("type", "json_schema"),
            ("name", allowed.Length > LongestName ? allowed[..LongestName] : allowed),
            ("schema", schema.ValueKind == JsonValueKind.True ? new JsonObject() : RawJson.Node(schema)), // A bare true says as little.
            ("description", description),
            ("strict", strict));
    }

    /// <summary>Generic types by their parts: <c>Wrapper&lt;List&lt;float&gt;&gt;</c> is WrapperListSingle.</summary>
    private static string NameOf(Type type) => type.IsGenericType
        ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] + string.Concat(type.GetGenericArguments().Select(NameOf))
        : type.Name.Replace("[]", "Array", StringComparison.Ordinal);
}
