using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>What holds for a whole call.</summary>
/// <param name="History">The caller's own history: filters see and may change it, results are appended to it.</param>
/// <param name="Settings">The object that filters see and may change.</param>
/// <param name="Kernel">Null when the caller gave none; then nothing is invoked.</param>
/// <param name="IsStreaming">Whether the caller streams.</param>
internal sealed record CallArguments(ChatHistory History, OpenAIPromptExecutionSettings Settings, Kernel? Kernel, bool IsStreaming) : IDisposable
{
    /// <summary>By what the application may steer this call, whatever a filter makes of the settings.</summary>
    public ResponsesWebSocketSteering? Steering { get; } = (Settings as ResponsesWebSocketPromptExecutionSettings)?.Steering;

    /// <exception cref="InvalidOperationException">The steering belongs to a call that still runs.</exception>
    public static CallArguments Begin(ChatHistory history, PromptExecutionSettings? settings, Kernel? kernel, bool isStreaming)
    {
        ArgumentNullException.ThrowIfNull(history, "chatHistory");
        var call = new CallArguments(history, SettingsReader.Read(settings), kernel, isStreaming);
        call.Steering?.Begin();
        return call;
    }

    public void Dispose() => Steering?.End();
}

/// <summary>What one iteration of the function-calling loop works with.</summary>
/// <param name="Index">0 for the first request of a call.</param>
/// <param name="Call">What the caller gave.</param>
/// <param name="Settings">The settings as they stand in this iteration.</param>
/// <param name="Offer">Which functions the model may call and what becomes of the calls; null when the settings say nothing of functions.</param>
/// <param name="Tools">The same as it is sent.</param>
internal sealed record Iteration(int Index, CallArguments Call, ResponsesWebSocketPromptExecutionSettings Settings, FunctionOffer? Offer, ToolSet Tools)
{
    /// <summary>Rounds of invocation in one call, as in the stock connector. The request after the last one still offers functions.</summary>
    public const int Limit = 128;

    public ChatHistory History => Call.History;

    public Kernel? Kernel => Call.Kernel;

    public bool IsStreaming => Call.IsStreaming;

    public bool InvokesFunctions =>
        Offer is { AutoInvoke: true } && Kernel is not null && Index < Limit && !InvocationDepth.IsExhausted;

    public bool StartsCallsEarly => Settings.EagerFunctionInvocation == true && Offer?.Options.AllowConcurrentInvocation == true && InvokesFunctions;

    public bool RetainsArgumentTypes => Offer?.Options.RetainArgumentTypes ?? false;

    /// <summary>Everything is read anew each round: filters may have changed history, settings and functions in between.</summary>
    public static Iteration Begin(int index, CallArguments call)
    {
        var settings = ResponsesWebSocketPromptExecutionSettings.Of(call.Settings);
        var offer = FunctionOffer.Of(settings, call.History, call.Kernel, index);
        var tools = offer is null ? ToolSet.None : ToolSet.Of(offer.Functions, offer.Choice, offer.Options);
        return new Iteration(index, call, settings, offer, tools);
    }
}
