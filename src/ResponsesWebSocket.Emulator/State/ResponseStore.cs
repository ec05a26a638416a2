using System.Collections.Concurrent;
using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.State;

/// <summary>Responses created with <c>store:true</c>: any connection of the emulator can continue them.</summary>
internal sealed class ResponseStore
{
    private readonly ConcurrentDictionary<string, HeldResponse> _responses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonElement> _items = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, JsonElement> _whole = new(StringComparer.Ordinal);

    /// <summary>The response as its terminal event carried it. Failed ones can be read too, although they are no parents.</summary>
    public JsonElement? FindWhole(string id) => _whole.TryGetValue(id, out var response) ? response : null;

    public void KeepWhole(string id, JsonElement response) => _whole[id] = response;

    public HeldResponse? Find(string id) => _responses.GetValueOrDefault(id);

    public JsonElement? FindItem(string id) => _items.TryGetValue(id, out var item) ? item : null;

    public void Keep(HeldResponse response)
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
