namespace Connectors.ResponsesWebSocket;

/// <summary>What became of a message that was to steer a running call.</summary>
public enum SteeringOutcome
{
    /// <summary>The model has it, or gets it with the next round. It stands in the history given to the call; do not add it again.</summary>
    InHistory,

    /// <summary>No call ran, or the call ended before the model could be told. Add it to the history of the next call.</summary>
    NotDelivered,
}
