namespace ResponsesWebSocket.Emulator.Models;

/// <summary>One call of the pseudo-agent that is already in the context.</summary>
/// <param name="Tool">The ending of the function's name.</param>
/// <param name="Argument">The path or text that was asked for.</param>
/// <param name="Output">What came back.</param>
internal sealed record AgentScriptStep(string Tool, string Argument, string Output)
{
    public bool Succeeded => Output.Length > 0 && !Output.StartsWith("Error:", StringComparison.Ordinal);

    public IEnumerable<string> Lines => Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
