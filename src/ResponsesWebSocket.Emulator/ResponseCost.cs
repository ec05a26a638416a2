namespace ResponsesWebSocket.Emulator;

/// <summary>What one response has cost by the <see cref="EmulatorCosts"/>, whether the time really passed or was only counted.</summary>
/// <param name="Request">For the request.</param>
/// <param name="Prefill">For reading the input that was not cached.</param>
/// <param name="Decode">For writing the output.</param>
/// <param name="CachedTokens">Tokens of the input that were cached and cost nothing.</param>
public sealed record ResponseCost(TimeSpan Request, TimeSpan Prefill, TimeSpan Decode, int CachedTokens)
{
    /// <summary>From the arrival of the request to the first output.</summary>
    public TimeSpan ToFirstOutput => Request + Prefill;

    /// <summary>From the arrival of the request to the end of the response.</summary>
    public TimeSpan Total => Request + Prefill + Decode;
}
