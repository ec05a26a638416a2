namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// Metadata keys of messages and contents. The names are the stock OpenAI connector's, since applications index them; those it has no
/// counterpart of stand at the end.
/// </summary>
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
    public const string RawOutput = "ResponsesWebSocket.Output";

    /// <summary>The name of a file, as applications write the key.</summary>
    public static readonly string[] FileNames = ["filename", "FileName", "fileName"];
}
