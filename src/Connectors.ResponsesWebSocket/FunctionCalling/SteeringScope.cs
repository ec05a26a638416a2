using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>The time in which an application may steer one call; nothing where its settings have no steering.</summary>
internal sealed class SteeringScope : IDisposable
{
    private readonly ChatHistory _history;

    private SteeringScope(ResponsesWebSocketSteering? steering, ChatHistory history)
    {
        (Steering, _history) = (steering, history);
        Steering?.Begin();
    }

    public ResponsesWebSocketSteering? Steering { get; }

    public static SteeringScope Begin(PromptExecutionSettings? settings, ChatHistory history) =>
        new((settings as ResponsesWebSocketPromptExecutionSettings)?.Steering, history);

    /// <summary>What was said since the last request goes into the next one.</summary>
    public void NextRound() => Steering?.MoveTo(_history);

    public void Dispose() => Steering?.End();
}
