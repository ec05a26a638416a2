namespace ResponsesWebSocket.Client.Context;

/// <summary>What is known of the endpoint before it was asked, and what its answers have taught; shared by all that talks to it.</summary>
internal sealed class EndpointCapabilities(EndpointProfile profile, ResponsesWebSocketOptions options)
{
    private volatile bool _prewarming = profile.Prewarming;

    public EndpointProfile Profile => profile;

    public LaneCapability Lanes { get; } = new(profile.Lanes);

    public ReasoningCapability Reasoning { get; } = new(options.EncryptedReasoning);

    public ToolItemCapability ToolItems { get; } = new(options.ToolPlacement == ToolPlacement.InputItems);

    public FrameSizeLimit FrameSize { get; } = new(options.MaxFrameBytes);

    /// <summary>Whether a context can be made ready ahead of its turn, as far as the service has not said otherwise.</summary>
    public bool Prewarming => _prewarming;

    /// <summary>The service has refused to make a context ready.</summary>
    public void RefusePrewarming() => _prewarming = false;
}
