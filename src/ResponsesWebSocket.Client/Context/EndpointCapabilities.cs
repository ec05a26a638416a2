namespace ResponsesWebSocket.Client.Context;

/// <summary>What is known of the endpoint before it was asked, and what its answers have taught; shared by all that talks to it.</summary>
internal sealed class EndpointCapabilities(EndpointProfile profile, ResponsesWebSocketOptions options)
{
    private volatile bool _prewarming = profile.Prewarming;
    private volatile bool _toolsAsItems = options.ToolPlacement == ToolPlacement.InputItems;

    public EndpointProfile Profile => profile;

    public LaneCapability Lanes { get; } = new(profile.Lanes);

    public ReasoningCapability Reasoning { get; } = new(options.EncryptedReasoning);

    public FrameSizeLimit FrameSize { get; } = new(options.MaxFrameBytes);

    /// <summary>Whether tools travel as items: as long as it is wanted and no model has refused it.</summary>
    public bool ToolsAsItems => _toolsAsItems;

    /// <summary>Whether a context can be made ready ahead of its turn, as far as the service has not said otherwise.</summary>
    public bool Prewarming => _prewarming;

    /// <summary>The service has refused to make a context ready.</summary>
    public void RefusePrewarming() => _prewarming = false;

    /// <summary>A model has refused tools as items.</summary>
    public void RefuseToolItems() => _toolsAsItems = false;
}
