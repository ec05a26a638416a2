using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.History;

internal enum CheckpointState
{
    /// <summary>The newest response of its lane: the service holds its context.</summary>
    Held,

    /// <summary>The lane went on from it or to something else.</summary>
    Superseded,

    /// <summary>Its socket is gone, and with it what the service held.</summary>
    Lost,

    /// <summary>The service dropped it.</summary>
    Evicted,

    /// <summary>The caller left the turn that was made from it, so the lane went on to an answer nobody heard.</summary>
    Abandoned,

    /// <summary>The response was cut short and is no parent.</summary>
    Incomplete,

    /// <summary>It came over HTTP, behind which nothing is held.</summary>
    NeverHeld,
}

/// <summary>A response that was, or still is, a place to continue from, and the raw output that a history of messages has lost.</summary>
internal sealed class Checkpoint(string responseId, LaneKey lane, CheckpointContent content, bool isStored, CheckpointState state)
{
    public string ResponseId { get; } = responseId;

    public LaneKey Lane { get; } = lane;

    public CheckpointContent Content { get; } = content;

    /// <summary>Whether the service keeps the response beyond its socket, as far as it has not said otherwise.</summary>
    public bool IsStored { get; set; } = isStored;

    public CheckpointState State { get; set; } = state;

    /// <summary>The tools that the chain holds as items.</summary>
    public IReadOnlyList<TurnTool> Tools { get; init; } = [];

    /// <summary>Whether it was only made ready and can be continued with nothing new.</summary>
    public bool IsPrewarmed { get; init; }

    /// <summary>
    /// Whether the service keeps steers for the turn that goes on from it. It puts them in front of that turn on the same lane
    /// only: from anywhere else their messages would be missing.
    /// </summary>
    public bool IsBoundToLane { get; init; }

    public bool CanBeParent => State != CheckpointState.Incomplete && (IsStored || State == CheckpointState.Held);
}

/// <summary>What was said up to and with a response.</summary>
/// <param name="Before">The chain of the history the turn was made from.</param>
/// <param name="Raw">The chain with the output item by item. Two responses with the same raw chain are the same context.</param>
/// <param name="Mapped">The chain with the output as a history of messages brings it back.</param>
/// <param name="Output">The output as it came.</param>
/// <param name="Model">The model that was asked, as its reasoning is of use to no other.</param>
internal sealed record CheckpointContent(PrefixHash Before, PrefixHash Raw, PrefixHash Mapped, IReadOnlyList<ConversationItem> Output, string? Model)
{
    /// <summary>What it takes in memory, roughly: the items, and the books about them.</summary>
    public long Bytes { get; } = 512 + Output.Sum(static item => item.Utf8Json.Length + 128L);
}
