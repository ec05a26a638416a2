using ResponsesWebSocket.Client.Connections;

namespace ResponsesWebSocket.Client.Pooling;

/// <summary>Turns that wait for a lane, in order of arrival. The pool's lock guards it.</summary>
internal sealed class WaitingLine
{
    private readonly LinkedList<TaskCompletionSource<Lane?>> _waiting = [];

    /// <param name="first">Whether the caller had been served in vain before and keeps its place.</param>
    public Task<Lane?> Join(bool first)
    {
        var place = new TaskCompletionSource<Lane?>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (first)
        {
            _waiting.AddFirst(place);
        }
        else
        {
            _waiting.AddLast(place);
        }

        return place.Task;
    }

    /// <summary>Hands a lane to the first one, or null for "look again".</summary>
    /// <returns>Whether anybody waited.</returns>
    public bool Serve(Lane? lane)
    {
        if (_waiting.First is not { } first)
        {
            return false;
        }

        _waiting.RemoveFirst();
        first.Value.SetResult(lane);
        return true;
    }

    public void Leave(Task<Lane?> turn)
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Task == turn)
            {
                _waiting.Remove(node);
                return;
            }
        }
    }
}
