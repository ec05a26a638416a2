using OpenAI.Chat;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>The tokens of a response as the type that applications of the OpenAI connector cast to.</summary>
internal static class StockUsage
{
    public static ChatTokenUsage? Of(TurnResult response) => response.Usage is not { } usage
        ? null
        : OpenAIChatModelFactory.ChatTokenUsage(
            outputTokenCount: Count(usage.OutputTokens),
            inputTokenCount: Count(usage.InputTokens),
            totalTokenCount: Count(usage.TotalTokens),
            outputTokenDetails: OpenAIChatModelFactory.ChatOutputTokenUsageDetails(reasoningTokenCount: Count(usage.ReasoningTokens), audioTokenCount: 0, acceptedPredictionTokenCount: 0, rejectedPredictionTokenCount: 0),
            inputTokenDetails: OpenAIChatModelFactory.ChatInputTokenUsageDetails(audioTokenCount: 0, cachedTokenCount: Count(usage.CachedInputTokens)));

    /// <summary>A number beyond the type's is the service's mistake, not a reason to lose the answer.</summary>
    private static int Count(long tokens) => (int)Math.Clamp(tokens, 0, int.MaxValue);
}
