using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>Which functions one request offers, and what is to become of their calls.</summary>
/// <param name="Choice">The wire value of <c>tool_choice</c>.</param>
/// <param name="Functions">What the model may call.</param>
/// <param name="AutoInvoke">Whether calls are run here instead of handed to the caller.</param>
/// <param name="Options">How calls are written and run.</param>
internal sealed record FunctionOffer(JsonElement Choice, IReadOnlyList<KernelFunction> Functions, bool AutoInvoke, FunctionChoiceBehaviorOptions Options)
{
    /// <summary>Whether a call of a function that was not offered is run as well, if the kernel has it.</summary>
    public bool AllowsOthers { get; init; }

    /// <summary>Null when the settings say nothing about functions.</summary>
    public static FunctionOffer? Of(ResponsesWebSocketPromptExecutionSettings settings, ChatHistory history, Kernel? kernel, int requestIndex) => settings switch
    {
        { ToolCallBehavior: not null, FunctionChoiceBehavior: not null } => throw new ArgumentException("ToolCallBehavior and FunctionChoiceBehavior cannot be used together."),
        { ToolCallBehavior: { } predecessor } => ToolCallBehaviorReader.Read(predecessor, kernel, requestIndex),
        { FunctionChoiceBehavior: { } behavior } => Of(behavior.GetConfiguration(new FunctionChoiceBehaviorConfigurationContext(history) { Kernel = kernel, RequestSequenceIndex = requestIndex })),
        _ => null,
    };

    private static FunctionOffer Of(FunctionChoiceBehaviorConfiguration configuration)
    {
        var choice = configuration.Choice;
        return choice == FunctionChoice.Auto || choice == FunctionChoice.Required || choice == FunctionChoice.None
            ? new(JsonSerializer.SerializeToElement(choice.Label), configuration.Functions ?? [], configuration.AutoInvoke, configuration.Options)
            : throw new NotSupportedException($"Unsupported function choice '{choice}'.");
    }
}
