namespace Connectors.ResponsesWebSocket;

/// <summary>
/// The tokens of one response, under the names by which Semantic Kernel's own metrics and applications of the OpenAI connector
/// read them.
/// </summary>
/// <param name="InputTokenCount">Tokens of the whole context, however little of it crossed the wire.</param>
/// <param name="OutputTokenCount">Tokens written, reasoning included.</param>
/// <param name="TotalTokenCount">Both together.</param>
/// <param name="InputTokenDetails">Of the input.</param>
/// <param name="OutputTokenDetails">Of the output.</param>
public sealed record TokenUsage(
    int InputTokenCount,
    int OutputTokenCount,
    int TotalTokenCount,
    InputTokenDetails InputTokenDetails,
    OutputTokenDetails OutputTokenDetails);

/// <summary>What the input tokens were.</summary>
/// <param name="CachedTokenCount">Those that came from the prompt cache.</param>
public sealed record InputTokenDetails(int CachedTokenCount);

/// <summary>What the output tokens were.</summary>
/// <param name="ReasoningTokenCount">Those that were reasoning.</param>
public sealed record OutputTokenDetails(int ReasoningTokenCount);
