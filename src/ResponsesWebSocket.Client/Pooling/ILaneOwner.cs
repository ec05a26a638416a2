using ResponsesWebSocket.Client.Connections;

namespace ResponsesWebSocket.Client.Pooling;

/// <summary>Where a leased lane goes back to.</summary>
internal interface ILaneOwner
{
    /// <summary>Its turn has ended.</summary>
    void Return(Lane lane);

    /// <summary>Its turn was left and runs on.</summary>
    Task ReturnAfterAsync(Task ended, Lane lane);
}
