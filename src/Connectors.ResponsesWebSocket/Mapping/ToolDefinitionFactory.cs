using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From a kernel function's metadata to a tool definition.</summary>
internal static class ToolDefinitionFactory
{
    /// <summary>Made anew for each request, because descriptions and parameters may be changed while an application runs.</summary>
    public static TurnTool Create(KernelFunctionMetadata function, bool strict) => TurnTool.Function(
        FunctionWireName.Of(function.PluginName, function.Name),
        function.Description,
        JsonSerializer.SerializeToElement(Parameters(function, strict)),
        strict);

    private static JsonObject Parameters(KernelFunctionMetadata function, bool strict)
    {
        var required = new JsonArray();
        var properties = new JsonObject();
        foreach (var parameter in function.Parameters)
        {
            var schema = Schema(parameter);
            if (strict)
            {
                StrictSchema.Apply(schema, optional: !parameter.IsRequired);
            }

            properties[parameter.Name] = schema;
            if (strict || parameter.IsRequired)
            {
                required.Add(parameter.Name);
            }
        }

        var parameters = new JsonObject { ["type"] = "object", ["required"] = required, ["properties"] = properties };
        if (strict)
        {
            parameters["additionalProperties"] = false;
        }

        return parameters;
    }

    private static JsonObject Schema(KernelParameterMetadata parameter)
    {
        // A schema may also be a bare true; then anything goes and there is nothing to describe.
        if (parameter.Schema is { } schema)
        {
            return JsonNode.Parse(schema.ToString()) as JsonObject ?? [];
        }

        var text = new JsonObject { ["type"] = "string" };
        var description = parameter.DefaultValue is { } value && value.ToString() is { Length: > 0 } shown
            ? $"{parameter.Description} (default value: {shown})".TrimStart()
            : parameter.Description;
        if (!string.IsNullOrEmpty(description))
        {
            text["description"] = description;
        }

        return text;
    }
}
