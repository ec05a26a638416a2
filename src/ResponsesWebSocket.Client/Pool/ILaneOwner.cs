using ResponsesWebSocket.Client.Sessions;

namespace ResponsesWebSocket.Client.Pool;

/// <summary>Where a leased lane goes back to.</summary>
internal interface ILaneOwner
{
    /// <summary>Its turn has ended on the wire.</summary>
    /// <param name="lane">The lane, for the first in the line if there is one.</param>
    /// <param name="hold">Says what the lane holds from now on, in one step with its return: whoever hears of it finds the lane free.</param>
    void Return(Lane lane, Action? hold);

    /// <summary>Its turn was left and runs on.</summary>
    Task ReturnAfterAsync(Task ended, Lane lane);
}
