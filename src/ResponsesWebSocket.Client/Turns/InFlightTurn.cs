using System.Globalization;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Pool;
using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>One frame on its way, with the lane it took. Disposing gives the lane back and abandons a turn that has not ended.</summary>
internal sealed class InFlightTurn(PlannedTurn planned, LaneLease lease, Turn turn, CheckpointIndex index) : IDisposable
{
    private bool _concluded;
    private bool _kept;

    public PlannedTurn Planned => planned;

    /// <summary>The size of the frame, once it is known.</summary>
    public int FrameBytes { get; set; }

    /// <summary>Whether it is known that the service has taken the frame.</summary>
    public bool IsHeard { get; set; }

    /// <summary>Why it went over HTTP, where a socket was wanted.</summary>
    public NoSocket? NoSocket { get; set; }

    public LaneLease LaneLease => lease;

    public Turn Turn => turn;

    public Lane Lane => lease.Lane;

    /// <summary>An error of the service as what the caller gets to know.</summary>
    public ResponsesWebSocketException ToException(ServerError error) =>
        error.ToException(string.Create(CultureInfo.InvariantCulture, $"Turn: {planned.Plan}, lane {Lane.Key}."), turn.Delivery, Lane.StreamId is not null);

    /// <summary>The response was committed: the lane holds it, unless the socket went meanwhile and took it along.</summary>
    public void Conclude()
    {
        _concluded = true;
        if (!Lane.Session.IsOpen)
        {
            index.Release(Lane.Key, CheckpointState.Lost);
        }

        Dispose();
    }

    /// <summary>
    /// A refused turn evicts what its lane held, by the service's rule: the parent of a continuation, nothing of what a fork came
    /// from. A lost socket takes everything with it.
    /// </summary>
    public void Forget(ResponsesWebSocketException failure)
    {
        _concluded = true;
        if (planned.Parent is { } parent && failure is ResponseRefusedException { Code: ServerError.PreviousResponseNotFound })
        {
            index.Forget(parent);
        }

        index.Release(Lane.Key, failure is ConnectionLostException ? CheckpointState.Lost : CheckpointState.Evicted);
    }

    /// <summary>Leaves the lane with the request, for it to be sent again in full.</summary>
    public async ValueTask<InFlightTurn> KeepAsync()
    {
        _kept = true;
        await turn.Ended.ConfigureAwait(false);
        return this;
    }

    public void Dispose()
    {
        if (_kept)
        {
            return;
        }

        // Before the lane is given back. A turn that was never sent leaves what the lane holds as it was.
        turn.Abandon();
        if (!_concluded && turn.Delivery != DeliveryState.NotSent)
        {
            index.Release(Lane.Key, CheckpointState.Abandoned);
        }

        lease.Dispose();
    }
}
