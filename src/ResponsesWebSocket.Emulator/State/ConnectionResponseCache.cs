using System.Text.Json;

namespace ResponsesWebSocket.Emulator.State;

/// <summary>What one connection remembers: the latest response of each lane, stored or not, and nothing older. Dies with the connection.</summary>
internal sealed class ConnectionResponseCache(EmulatorBehavior behavior)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<CachedResponse>> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Protocol.LaneNumbers> _numbers = new(StringComparer.Ordinal);

    /// <summary>Finds a response for a turn of this lane; other lanes may give their latest only.</summary>
    public (CachedResponse Response, string Lane)? Find(string id, string forLane)
    {
        lock (_gate)
        {
            foreach (var (lane, held) in _held)
            {
                var visible = lane == forLane || !behavior.ForksNeedLatest ? held : held.Take(1);
                if (visible.FirstOrDefault(response => response.Id == id) is { } found)
                {
                    return (found, lane);
                }
            }

            return null;
        }
    }

    public void Keep(string lane, CachedResponse response)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(lane, out var held))
            {
                _held[lane] = held = [];
            }

            // Newest first.
            held.Insert(0, response);
            var sameChain = held.Where(other => behavior.NewChainReplacesOld || other.Root == response.Root).ToList();
            sameChain.Skip(behavior.ResponsesHeldPerLane).ToList().ForEach(old => held.Remove(old));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _held.Clear();
        }
    }

    /// <summary>A turn of this lane failed: the parent it named is lost if this lane holds it. A fork's failure leaves the other lane's alone.</summary>
    public void Evict(string lane, string parentId)
    {
        lock (_gate)
        {
            if (_held.TryGetValue(lane, out var held))
            {
                held.RemoveAll(response => response.Id == parentId);
            }
        }
    }

    /// <summary>The count of a lane's events, for services that never begin anew.</summary>
    public Protocol.LaneNumbers NumbersOf(string lane)
    {
        lock (_gate)
        {
            return _numbers.TryGetValue(lane, out var numbers) ? numbers : _numbers[lane] = new();
        }
    }
}

/// <summary>A response that can be a parent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Items">Its logical context: everything before it, its input and its output.</param>
/// <param name="Output">Its output alone.</param>
/// <param name="Root">Id of the response that began its chain.</param>
/// <param name="CacheShape">What must be equal in a child for the prompt cache to hit: model, tools and reasoning effort.</param>
internal sealed record CachedResponse(string Id, IReadOnlyList<JsonElement> Items, IReadOnlyList<JsonElement> Output, string Root, string CacheShape);
