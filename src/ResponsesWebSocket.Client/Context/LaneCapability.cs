namespace ResponsesWebSocket.Client.Context;

/// <summary>
/// What is known of whether the endpoint has lanes; shared by all its sessions. Assumed until an event names one of our lanes or
/// the service shows that it has none.
/// </summary>
internal sealed class LaneCapability(bool allowed)
{
    private volatile bool _allowed = allowed;
    private volatile bool _proven;

    /// <summary>Whether a turn may be sent on a named lane.</summary>
    public bool Allowed => _allowed;

    /// <summary>
    /// Whether the service was seen to tell lanes apart. Until then an event without a lane's name may come from a service that
    /// passed over the name, and belong to a turn on a named lane.
    /// </summary>
    public bool Proven => _proven;

    public void Prove() => _proven = true;

    public void Refuse() => _allowed = false;
}
