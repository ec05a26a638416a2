using System.Text.Json;
using Microsoft.SemanticKernel;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>What one request offers the model to call.</summary>
/// <param name="Tools">The definitions; null leaves <c>tools</c> and <c>tool_choice</c> out.</param>
/// <param name="Choice">The wire value of <c>tool_choice</c>.</param>
/// <param name="ParallelCalls">The wire value of <c>parallel_tool_calls</c>.</param>
/// <param name="Names">The wire names offered; a call of any other name was invented.</param>
internal sealed record ToolSet(IReadOnlyList<ResponseTool>? Tools, JsonElement? Choice, bool? ParallelCalls, IReadOnlySet<string> Names)
{
    private static readonly ToolSet Empty = new(null, null, null, new HashSet<string>());

    /// <summary>With no functions left nothing can be called, and nothing about tools is sent.</summary>
    public static ToolSet Of(FunctionChoiceBehaviorConfiguration? configuration)
    {
        if (configuration?.Functions is not { Count: > 0 } functions)
        {
            return Empty;
        }

        var choice = configuration.Choice;
        if (choice != FunctionChoice.Auto && choice != FunctionChoice.Required && choice != FunctionChoice.None)
        {
            throw new NotSupportedException($"Unsupported function choice '{choice}'.");
        }

        return new ToolSet(
            [.. functions.Select(function => ToolDefinitionFactory.Create(function.Metadata, configuration.Options.AllowStrictSchemaAdherence))],
            JsonSerializer.SerializeToElement(choice.Label),
            configuration.Options.AllowParallelCalls,
            functions.Select(static function => FunctionWireName.Of(function.PluginName, function.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase));
    }
}
