namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Metadata keys of messages. The names are the stock OpenAI connector's, since applications index them.</summary>
internal static class MessageKeys
{
    public const string Id = "Id";
    public const string CompletionId = "CompletionId";
    public const string CreatedAt = "CreatedAt";
    public const string SystemFingerprint = "SystemFingerprint";
    public const string Usage = "Usage";
    public const string Refusal = "Refusal";
    public const string RefusalUpdate = "RefusalUpdate";
    public const string FinishReason = "FinishReason";
    public const string ContentTokenLogProbabilities = "ContentTokenLogProbabilities";
    public const string FunctionToolCalls = "ChatResponseMessage.FunctionToolCalls";
    public const string ToolCallId = "ChatCompletionsToolCall.Id";
    public const string ImageDetail = "ChatImageDetailLevel";
}
