using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams one output item. One subclass per family of events.</summary>
internal abstract class OutputWriter(EventStream events, string itemId, int outputIndex)
{
    protected EventStream Events { get; } = events;

    protected string ItemId { get; } = itemId;

    /// <summary>The writer for an output.</summary>
    public static OutputWriter For(ModelOutput output, EventStream events, ResponseIds ids, int outputIndex) => output switch
    {
        ModelOutput.Text text => new TextOutputWriter(events, ids.Next("msg_"), outputIndex, text.Deltas),
        ModelOutput.Refusal refusal => new RefusalOutputWriter(events, ids.Next("msg_"), outputIndex, refusal.Deltas),
        ModelOutput.Call call => new CallOutputWriter(events, ids.Next("fc_"), outputIndex, call),
        _ => throw new NotSupportedException($"There is no writer for outputs of kind {output.GetType().Name}."),
    };

    /// <summary>Streams the item from added to done and returns it.</summary>
    /// <param name="status">The item's final status.</param>
    public async Task<JsonElement> WriteAsync(string status)
    {
        await Events.SendAsync("response.output_item.added", writer => WriteItem(writer, Item("in_progress", whole: false)));
        await WriteContentAsync();
        var item = Item(status, whole: true);
        await Events.SendAsync("response.output_item.done", writer => WriteItem(writer, item));
        return JsonText.ToElement(item);
    }

    /// <summary>The item, with its content or as the skeleton that announces it.</summary>
    protected abstract JsonObject Item(string status, bool whole);

    /// <summary>Everything between added and done.</summary>
    protected abstract Task WriteContentAsync();

    /// <summary>The members by which an event names its item.</summary>
    protected void Place(Utf8JsonWriter writer)
    {
        writer.WriteString("item_id", ItemId);
        writer.WriteNumber("output_index", outputIndex);
    }

    private void WriteItem(Utf8JsonWriter writer, JsonObject item)
    {
        writer.WriteNumber("output_index", outputIndex);
        writer.WriteNode("item", item);
    }
}
