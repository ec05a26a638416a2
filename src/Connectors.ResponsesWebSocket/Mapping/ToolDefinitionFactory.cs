using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From a kernel function's metadata to a tool definition.</summary>
internal static class ToolDefinitionFactory
{
    private static readonly ConditionalWeakTable<KernelFunctionMetadata, Entry> Known = [];

    /// <summary>Looked at anew for each request, because descriptions and parameters may be changed while an application runs.</summary>
    public static TurnTool Create(KernelFunctionMetadata function, bool strict)
    {
        if (Known.TryGetValue(function, out var known) && known.Strict == strict && known.Snapshot.Fits(function, See))
        {
            return known.Tool;
        }

        var snapshot = Snapshot.Of(function, See);
        var tool = TurnTool.Function(
            FunctionWireName.Of(function.PluginName, function.Name), function.Description, JsonSerializer.SerializeToElement(Parameters(function, strict)), strict);
        if (snapshot?.Fits(function, See) == true)
        {
            Known.AddOrUpdate(function, new(snapshot, strict, tool));
        }

        return tool;
    }

    private static bool See(ref SnapshotReader reader, KernelFunctionMetadata function)
    {
        if (!reader.See(function.PluginName) || !reader.See(function.Name) || !reader.See(function.Description))
        {
            return false;
        }

        for (var index = 0; index < function.Parameters.Count; index++)
        {
            var parameter = function.Parameters[index];
            if (!reader.See(parameter.Name) || !reader.See(parameter.Description) || !reader.See(parameter.IsRequired ? bool.TrueString : null)
                || !reader.See(parameter.DefaultValue) || !reader.See(parameter.Schema))
            {
                return false;
            }
        }

        return true;
    }

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

    private sealed record Entry(Snapshot Snapshot, bool Strict, TurnTool Tool);
}
