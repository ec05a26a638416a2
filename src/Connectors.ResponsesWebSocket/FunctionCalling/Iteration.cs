using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>What one round of the function-calling loop works with.</summary>
/// <param name="Index">0 for the first request of a call.</param>
/// <param name="History">The caller's own history: filters see and may change it, results are appended to it.</param>
/// <param name="Settings">The settings as they stand in this round.</param>
/// <param name="CallSettings">The object that holds for the whole call, which is what filters see and may change.</param>
/// <param name="Kernel">Null when the caller gave none; then nothing is invoked.</param>
/// <param name="Offer">Which functions the model may call and what becomes of the calls; null when the settings say nothing of functions.</param>
/// <param name="Tools">The same as it is sent.</param>
/// <param name="IsStreaming">Whether the caller streams.</param>
internal sealed record Iteration(
    int Index,
    ChatHistory History,
    ResponsesWebSocketPromptExecutionSettings Settings,
    OpenAIPromptExecutionSettings CallSettings,
    Kernel? Kernel,
    FunctionOffer? Offer,
    ToolSet Tools,
    bool IsStreaming)
{
    /// <summary>Rounds of invocation in one call, as in the stock connector. The request after the last one still offers functions.</summary>
    public const int Limit = 128;

    public bool InvokesFunctions =>
        Offer is { AutoInvoke: true } && Kernel is not null && Index < Limit && !InvocationDepth.IsExhausted;

    public bool StartsCallsEarly => Settings.EagerFunctionInvocation == true && Offer?.Options.AllowConcurrentInvocation == true && InvokesFunctions;

    public bool RetainsArgumentTypes => Offer?.Options.RetainArgumentTypes ?? false;

    /// <summary>Everything is read anew each round: filters may have changed history, settings and functions in between.</summary>
    public static Iteration Begin(int index, ChatHistory history, OpenAIPromptExecutionSettings callSettings, Kernel? kernel, bool isStreaming)
    {
        var settings = ResponsesWebSocketPromptExecutionSettings.Of(callSettings);
        var offer = FunctionOffer.Of(settings, history, kernel, index);
        var tools = offer is null ? ToolSet.None : ToolSet.Of(offer.Functions, offer.Choice, offer.Options);
        return new Iteration(index, history, settings, callSettings, kernel, offer, tools, isStreaming);
    }
}
