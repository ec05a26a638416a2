using System.Text.Json;
using Microsoft.SemanticKernel;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>What one request offers the model to call.</summary>
/// <param name="Tools">The definitions; null leaves <c>tools</c> and <c>tool_choice</c> out.</param>
/// <param name="Choice">The wire value of <c>tool_choice</c>.</param>
/// <param name="ParallelCalls">The wire value of <c>parallel_tool_calls</c>.</param>
/// <param name="Names">The wire names offered; a call of any other name was invented.</param>
internal sealed record ToolSet(IReadOnlyList<TurnTool>? Tools, JsonElement? Choice, bool? ParallelCalls, IReadOnlySet<string> Names)
{
    public static readonly ToolSet None = new(null, null, null, new HashSet<string>());

    /// <summary>With no functions left nothing can be called, and of tools only whether calls may be parallel is sent, as the stock connector does.</summary>
    /// <param name="functions">What the model may call.</param>
    /// <param name="choice">The wire value of <c>tool_choice</c>.</param>
    /// <param name="options">How calls are written.</param>
    public static ToolSet Of(IReadOnlyList<KernelFunction> functions, JsonElement choice, FunctionChoiceBehaviorOptions options)
    {
        return functions.Count == 0 ? None with { ParallelCalls = options.AllowParallelCalls } : new ToolSet(
            [.. functions.Select(function => ToolDefinitionFactory.Create(function.Metadata, options.AllowStrictSchemaAdherence))],
            choice,
            options.AllowParallelCalls,
            functions.Select(static function => FunctionWireName.Of(function.PluginName, function.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase));
    }
}
