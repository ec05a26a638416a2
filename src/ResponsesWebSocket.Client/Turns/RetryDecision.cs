using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Resilience;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>How a turn goes on after a failure.</summary>
/// <param name="Planned">The plan, when the failure has decided it; without one the turn is planned anew.</param>
/// <param name="Kept">An ended turn whose lane is taken over.</param>
/// <param name="Pause">How long to wait first.</param>
internal sealed record RetryDecision(PlannedTurn? Planned, InFlightTurn? Kept, TimeSpan Pause)
{
    /// <summary>Why the turn went over HTTP and stays there: what was waited for once is not waited for again.</summary>
    public NoSocket? NoSocket { get; init; }
}
