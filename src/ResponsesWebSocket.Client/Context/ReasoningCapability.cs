using System.Collections.Concurrent;

namespace ResponsesWebSocket.Client.Context;

/// <summary>For which models encrypted reasoning is asked. Those that have none say so once.</summary>
internal sealed class ReasoningCapability(bool isWanted)
{
    // Families older than reasoning: asking them would cost the first turn a refusal.
    private static readonly string[] WithoutReasoning = ["gpt-3.5", "gpt-4", "chatgpt-4o"];

    private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.Ordinal);

    public bool AsksFor(TurnRequest request) => isWanted
        && !request.Store
        && !_refused.ContainsKey(request.Model)
        && !WithoutReasoning.Any(family => request.Model.StartsWith(family, StringComparison.OrdinalIgnoreCase));

    public void Refuse(string model) => _refused[model] = true;
}
