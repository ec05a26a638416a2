using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>What the client decides about a frame, beside what the request says.</summary>
internal readonly record struct RequestOptions
{
    /// <summary>Whether the answer is to bring its reasoning in encrypted form.</summary>
    public bool AsksForReasoning { get; init; }

    /// <summary>Whether the service is only to make the context ready, without an answer.</summary>
    public bool OnlyPrepares { get; init; }

    /// <summary>The tools when they travel as items; null for the request's own field.</summary>
    public ToolItems? Tools { get; init; }
}

/// <summary>Tools that travel as items.</summary>
/// <param name="Added">Those that the chain does not hold yet.</param>
/// <param name="Choice">What goes out as <c>tool_choice</c>; it also says which of the held ones do not count in this turn.</param>
/// <param name="Held">Those that the chain holds after this turn.</param>
internal sealed record ToolItems(IReadOnlyList<TurnTool> Added, JsonElement? Choice, IReadOnlyList<TurnTool> Held);
