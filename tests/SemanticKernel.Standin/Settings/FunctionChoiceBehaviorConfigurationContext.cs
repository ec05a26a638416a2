using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

/// <summary>The request that a behaviour is to be configured for.</summary>
public sealed class FunctionChoiceBehaviorConfigurationContext
{
    public FunctionChoiceBehaviorConfigurationContext(ChatHistory chatHistory) => ChatHistory = chatHistory;

    public ChatHistory ChatHistory { get; }

    public Kernel? Kernel { get; init; }

    public int RequestSequenceIndex { get; init; }
}
