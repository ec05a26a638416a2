namespace Connectors.ResponsesWebSocket;

/// <summary>
/// How likely a token of the answer was. <c>Metadata["ContentTokenLogProbabilities"]</c> of an answer is a list of these when
/// the service sent them, else null. The names are those by which applications of the OpenAI connector read them.
/// </summary>
/// <param name="Token">The token as text.</param>
/// <param name="LogProbability">The natural logarithm of its probability: 0 is certain.</param>
/// <param name="Utf8Bytes">Its bytes, since a token may be part of a character; null when the service did not say.</param>
/// <param name="TopLogProbabilities">The likeliest tokens at that place, as many as were asked for.</param>
public sealed record TokenLogProbability(
    string Token,
    double LogProbability,
    ReadOnlyMemory<byte>? Utf8Bytes,
    IReadOnlyList<TopTokenLogProbability> TopLogProbabilities);

/// <summary>One of the likeliest tokens at a place.</summary>
/// <param name="Token">The token as text.</param>
/// <param name="LogProbability">The natural logarithm of its probability: 0 is certain.</param>
/// <param name="Utf8Bytes">Its bytes; null when the service did not say.</param>
public sealed record TopTokenLogProbability(string Token, double LogProbability, ReadOnlyMemory<byte>? Utf8Bytes);
