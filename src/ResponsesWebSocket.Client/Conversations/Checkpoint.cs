using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Conversations;

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
}

/// <summary>A response that was, or still is, a place to continue from.</summary>
internal sealed class Checkpoint(string responseId, LaneKey lane, PrefixChain content, bool isStored, CheckpointState state)
{
    public string ResponseId { get; } = responseId;

    public LaneKey Lane { get; } = lane;

    /// <summary>The chain over all that was said, item by item. Two responses with the same content are the same context.</summary>
    public PrefixChain Content { get; } = content;

    /// <summary>Whether the service keeps the response beyond its socket, as far as it has not said otherwise.</summary>
    public bool IsStored { get; set; } = isStored;

    public CheckpointState State { get; set; } = state;

    public bool CanBeParent => State != CheckpointState.Incomplete && (IsStored || State == CheckpointState.Held);
}
