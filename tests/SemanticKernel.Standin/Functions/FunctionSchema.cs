using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

/// <summary>JSON schemas of parameters, inferred by the library's own exporter with enums as strings.</summary>
internal static class FunctionSchema
{
    private static readonly JsonSerializerOptions Options = CreateOptions();

    public static KernelJsonSchema? Infer(Type? type, string? description, string? defaultValue)
    {
        if (type is null || type == typeof(void))
        {
            return null;
        }

        if (!string.IsNullOrWhiteSpace(defaultValue))
        {
            var separator = string.IsNullOrWhiteSpace(description) ? string.Empty : " ";
            description = $"{description}{separator}(default value: {defaultValue})";
        }

        var schema = AIJsonUtilities.CreateJsonSchema(
            type,
            string.IsNullOrWhiteSpace(description) ? null : description,
            serializerOptions: Options);
        return new KernelJsonSchema(schema);
    }

    public static JsonElement Of(KernelFunctionMetadata metadata)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var parameter in metadata.Parameters)
        {
            properties[parameter.Name] = parameter.Schema is { } schema
                ? JsonNode.Parse(schema.RootElement.GetRawText())
                : new JsonObject();
            if (parameter.IsRequired)
            {
                required.Add((JsonNode)parameter.Name);
            }
        }

        // The description stands under "condition" in Semantic Kernel, too.
        var root = new JsonObject { ["type"] = "object", ["condition"] = metadata.Description, ["properties"] = properties };
        if (required.Count > 0)
        {
            root["required"] = required;
        }

        return JsonSerializer.SerializeToElement(root);
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new JsonStringEnumConverter() },
        };
        options.MakeReadOnly();
        return options;
    }
}
