using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.State;

/// <summary>Responses created with <c>store:true</c>: any connection of the emulator can continue them.</summary>
/// <param name="maximumBytes">How much is kept, about.</param>
internal sealed class ResponseStore(long maximumBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CachedResponse> _responses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _whole = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, long Bytes)> _oldest = new();
    private long _bytes;

    /// <summary>The response as its terminal event carried it. Failed ones can be read too, although they are no parents.</summary>
    public JsonElement? FindWhole(string id)
    {
        lock (_gate)
        {
            return _whole.TryGetValue(id, out var response) ? response : null;
        }
    }

    /// <summary>Keeps a response for whoever asks for it by its id. To be called last.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="response">The response.</param>
    /// <param name="inputBytes">Size of what was asked, which the context holds on to.</param>
    public void KeepWhole(string id, JsonElement response, int inputBytes)
    {
        lock (_gate)
        {
            _whole[id] = response;
            var bytes = inputBytes + 2 * JournalSizes.Of(response) + 16L * (_responses.GetValueOrDefault(id)?.Items.Count ?? 0);
            _oldest.Enqueue((id, bytes));
            _bytes += bytes;
            while (_bytes > maximumBytes && _oldest.TryDequeue(out var oldest))
            {
                _bytes -= oldest.Bytes;
                Forget_NeedsLock(oldest.Id);
            }
        }
    }

    public CachedResponse? Find(string id)
    {
        lock (_gate)
        {
            return _responses.GetValueOrDefault(id);
        }
    }

    public JsonElement? FindItem(string id)
    {
        lock (_gate)
        {
            return _items.TryGetValue(id, out var item) ? item : null;
        }
    }

    public void Keep(CachedResponse response)
    {
        lock (_gate)
        {
            foreach (var item in response.Output)
            {
                if (item.Text("id") is { } id)
                {
                    _items[id] = item;
                }
            }

            _responses[response.Id] = response;
        }
    }

    private void Forget_NeedsLock(string id)
    {
        _whole.Remove(id);
        if (_responses.Remove(id, out var response))
        {
            foreach (var item in response.Output)
            {
                if (item.Text("id") is { } itemId)
                {
                    _items.Remove(itemId);
                }
            }
        }
    }
}
