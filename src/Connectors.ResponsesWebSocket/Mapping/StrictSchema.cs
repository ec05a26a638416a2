using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Rewrites a JSON schema to what the service's strict mode takes.</summary>
internal static class StrictSchema
{
    private static readonly FrozenSet<string> Unsupported = new[]
    {
        "contains", "default", "format", "maxContains", "maximum", "maxItems", "maxLength", "maxProperties", "minContains", "minimum",
        "minItems", "minLength", "minProperties", "multipleOf", "nullable", "pattern", "patternProperties", "propertyNames",
        "unevaluatedItems", "unevaluatedProperties", "uniqueItems",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] NamedSchemas = ["properties", "$defs", "definitions"];
    private static readonly string[] ListedSchemas = ["anyOf", "oneOf", "allOf", "prefixItems"];

    /// <param name="schema">Rewritten in place.</param>
    /// <param name="optional">Whether null must be allowed, since strict mode has every property required.</param>
    public static void Apply(JsonObject schema, bool optional)
    {
        if (optional || (schema["nullable"] is JsonValue nullable && nullable.TryGetValue(out bool isNullable) && isNullable))
        {
            AllowNull(schema);
        }

        foreach (var keyword in schema.Select(static member => member.Key).Where(Unsupported.Contains).ToList())
        {
            schema.Remove(keyword);
        }

        if (schema["properties"] is JsonObject properties)
        {
            schema["required"] = RawJson.Array(properties.Select(static property => property.Key));
        }

        if (IsObject(schema))
        {
            schema["additionalProperties"] = false;
        }

        foreach (var inner in Inner(schema))
        {
            Apply(inner, optional: false);
        }
    }

    private static bool IsObject(JsonObject schema) => schema["properties"] is JsonObject || Types(schema).Contains("object");

    private static void AllowNull(JsonObject schema)
    {
        var types = Types(schema).ToList();
        if (types.Count > 0 && !types.Contains("null"))
        {
            schema["type"] = RawJson.Array(types.Append("null"));
        }
    }

    private static IEnumerable<string> Types(JsonObject schema) => schema["type"] switch
    {
        JsonValue value when value.TryGetValue(out string? type) => [type],
        JsonArray types => types.Select(static type => type?.GetValue<string>()).OfType<string>(),
        _ => [],
    };

    /// <summary>The schemas inside a schema. A property's name is no keyword, whatever it is called.</summary>
    private static IEnumerable<JsonObject> Inner(JsonObject schema)
    {
        var named = NamedSchemas.SelectMany(holder => (schema[holder] as JsonObject ?? []).Select(static member => member.Value));
        var listed = ListedSchemas.SelectMany(holder => schema[holder] as JsonArray ?? []);
        return named.Concat(listed).Append(schema["items"]).Append(schema["not"]).OfType<JsonObject>();
    }
}
