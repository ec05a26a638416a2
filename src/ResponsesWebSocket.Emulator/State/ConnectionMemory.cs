namespace ResponsesWebSocket.Emulator.State;

/// <summary>What one connection remembers: the latest response of each lane, stored or not, and nothing older. Dies with the connection.</summary>
internal sealed class ConnectionMemory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HeldResponse> _latest = new(StringComparer.Ordinal);

    /// <summary>Finds a response that is the latest of its lane.</summary>
    public (HeldResponse Response, string Lane)? Find(string id)
    {
        lock (_gate)
        {
            foreach (var (lane, response) in _latest)
            {
                if (response.Id == id)
                {
                    return (response, lane);
                }
            }

            return null;
        }
    }

    public void Keep(string lane, HeldResponse response)
    {
        lock (_gate)
        {
            _latest[lane] = response;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _latest.Clear();
        }
    }

    /// <summary>A turn of this lane failed: the parent it named is lost if this lane holds it. A fork's failure leaves the other lane's alone.</summary>
    public void Evict(string lane, string parentId)
    {
        lock (_gate)
        {
            if (_latest.TryGetValue(lane, out var response) && response.Id == parentId)
            {
                _latest.Remove(lane);
            }
        }
    }
}
