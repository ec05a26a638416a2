using ResponsesWebSocket.Client.Sessions;

namespace ResponsesWebSocket.Client.Pool;

/// <summary>
/// The right to make the next turn on a lane. Given back when it is disposed and the turn has ended on the wire, whichever is
/// later: an abandoned turn keeps its lane until the service has finished with it.
/// </summary>
internal sealed class LaneLease(ILaneOwner owner, Lane lane) : IDisposable
{
    private Turn? _turn;
    private bool _returned;

    public Lane Lane { get; } = lane;

    /// <summary>Begins a turn on the lane; the one before it has ended.</summary>
    public Turn Begin(ResponsesWebSocketOptions options) =>
        _turn = new Turn(options.MaxBufferedBytes, new InactivityTimeouts(options.FirstEventTimeout, options.InterEventTimeout));

    public void Dispose()
    {
        if (_returned)
        {
            return;
        }

        _returned = true;
        if (_turn is { Ended: { IsCompleted: false } ended })
        {
            _ = owner.ReturnAfterAsync(ended, Lane);
        }
        else
        {
            owner.Return(Lane, hold: null);
        }
    }

    /// <summary>Gives the lane back with what it holds; its turn has ended.</summary>
    public void Return(Action hold)
    {
        _returned = true;
        owner.Return(Lane, hold);
    }
}
