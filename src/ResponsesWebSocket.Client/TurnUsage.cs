namespace ResponsesWebSocket.Client;

/// <summary>The tokens of one response. Input counts the full context, however little of it crossed the wire.</summary>
/// <param name="InputTokens">Tokens of the whole rendered context.</param>
/// <param name="CachedInputTokens">Those of them that came from the prompt cache.</param>
/// <param name="OutputTokens">Tokens written, reasoning included.</param>
/// <param name="ReasoningTokens">Those of them that were reasoning.</param>
/// <param name="TotalTokens">Input and output together.</param>
public sealed record TurnUsage(long InputTokens, long CachedInputTokens, long OutputTokens, long ReasoningTokens, long TotalTokens);
