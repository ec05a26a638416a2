using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a compaction. Its content is whole only when it is done.</summary>
internal sealed class CompactionOutputWriter(EventStream events, string itemId, int outputIndex, string encryptedContent)
    : OutputWriter(events, itemId, outputIndex)
{
    protected override JsonObject Item(string status, bool whole) => new()
    {
        ["id"] = ItemId,
        ["type"] = CompactionItem.Type,
        ["encrypted_content"] = whole ? encryptedContent : string.Empty,
    };

    protected override Task WriteContentAsync() => Events.SendAsync("response.compaction.compacting", Place);
}
