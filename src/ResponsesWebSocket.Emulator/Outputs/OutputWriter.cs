using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams one output item. One subclass per family of events.</summary>
internal abstract class OutputWriter(EventStream events, string itemId, int outputIndex)
{
    protected EventStream Events { get; } = events;

    protected string ItemId { get; } = itemId;

    /// <summary>How the item ends; known from the moment it is written.</summary>
    protected ItemEnd End { get; private set; }

    /// <summary>The writer for an output.</summary>
    public static OutputWriter For(ModelOutput output, EventStream events, ResponseIds ids, int index, OutputSettings settings) => output switch
    {
        ModelOutput.Text text => For(new ModelOutput.Message([new ModelPart.Text(text.Deltas)]), events, ids, index, settings),
        ModelOutput.Refusal refusal => For(new ModelOutput.Message([new ModelPart.Refusal(refusal.Deltas)]), events, ids, index, settings),
        ModelOutput.Message message => new MessageOutputWriter(events, ids.Next("msg_"), index, message, settings),
        ModelOutput.Reasoning reasoning => new ReasoningOutputWriter(events, ids.Next("rs_"), index, reasoning, settings),
        ModelOutput.Call call => new CallOutputWriter(events, ids.Next("fc_"), index, call),
        ModelOutput.CustomCall call => new CustomCallOutputWriter(events, ids.Next("ctc_"), index, call),
        ModelOutput.WebSearchCall search => new WebSearchOutputWriter(events, ids.Next("ws_"), index, () => WebActions.Search(search, settings)),
        ModelOutput.WebPageCall page => new WebSearchOutputWriter(events, ids.Next("ws_"), index, () => WebActions.Visit(page)),
        ModelOutput.FileSearchCall search => new FileSearchOutputWriter(events, ids.Next("fs_"), index, search, settings),
        ModelOutput.CodeInterpreterCall code => new CodeInterpreterOutputWriter(events, ids.Next("ci_"), index, code, settings),
        ModelOutput.ImageGenerationCall image => new ImageGenerationOutputWriter(events, ids.Next("ig_"), index, image),
        ModelOutput.McpListTools list => new McpListToolsOutputWriter(events, ids.Next("mcpl_"), index, list),
        ModelOutput.McpCall call => new McpCallOutputWriter(events, ids.Next("mcp_"), index, call),
        ModelOutput.McpApprovalRequest request => new McpApprovalRequestOutputWriter(events, ids.Next("mcpr_"), index, request),
        ModelOutput.ShellCall call => new ShellCallOutputWriter(events, ids.Next("sh_"), index, call),
        ModelOutput.ShellCallOutput result => new ShellResultOutputWriter(events, ids.Next("sho_"), index, result),
        ModelOutput.RawItem item => new RawItemOutputWriter(events, ids.Next("item_"), index, item),
        _ => throw new NotSupportedException($"There is no writer for outputs of kind {output.GetType().Name}."),
    };

    /// <summary>Streams the item from added to done and returns it; nothing when it breaks off.</summary>
    public async Task<JsonElement?> WriteAsync(ItemEnd end)
    {
        End = end;
        await Events.SendAsync("response.output_item.added", writer => WriteItem(writer, Item("in_progress", whole: false))).ConfigureAwait(false);
        await WriteContentAsync().ConfigureAwait(false);
        if (end == ItemEnd.Open)
        {
            return null;
        }

        var item = Item(end == ItemEnd.Cut ? "incomplete" : "completed", whole: true);
        var element = JsonText.ToElement(item);
        if (Events.Meter is { } meter)
        {
            await meter.ItemAsync(element).ConfigureAwait(false);
        }

        await Events.SendAsync("response.output_item.done", writer => WriteItem(writer, item)).ConfigureAwait(false);
        return element;
    }

    /// <summary>The item, with its content or as the skeleton that announces it.</summary>
    protected abstract JsonObject Item(string status, bool whole);

    /// <summary>Everything between added and done.</summary>
    protected abstract Task WriteContentAsync();

    /// <summary>The members by which an event names its item.</summary>
    protected void Place(Utf8JsonWriter writer)
    {
        writer.WriteString("item_id", ItemId);
        PlaceByIndex(writer);
    }

    /// <summary>The same for the events that leave the item's id out.</summary>
    protected void PlaceByIndex(Utf8JsonWriter writer) => writer.WriteNumber("output_index", outputIndex);

    private void WriteItem(Utf8JsonWriter writer, JsonObject item)
    {
        PlaceByIndex(writer);
        writer.WriteNode("item", item);
    }
}
