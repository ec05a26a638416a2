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

/// <summary>Sends an item of any type, known or not, with nothing between added and done.</summary>
internal sealed class RawItemOutputWriter(EventStream events, string itemId, int outputIndex, ModelOutput.RawItem item)
    : OutputWriter(events, itemId, outputIndex)
{
    protected override JsonObject Item(string status, bool whole)
    {
        var json = item.ToJson();
        json["id"] ??= ItemId;
        if (json.ContainsKey("status") && (!whole || status == "incomplete"))
        {
            json["status"] = status;
        }

        return json;
    }

    protected override Task WriteContentAsync() => Task.CompletedTask;
}

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

/// <summary>How an output item ends.</summary>
internal enum ItemEnd
{
    /// <summary>Completed.</summary>
    Whole,

    /// <summary>Closed like any other, but incomplete: a limit stopped its deltas.</summary>
    Cut,

    /// <summary>Never closed: after its deltas the response breaks off.</summary>
    Open,
}

/// <summary>Tells how each item of an answer ends. Only the last item can end in another way than whole.</summary>
internal static class ItemEnds
{
    public static ItemEnd Of(ModelAnswer answer, int index) =>
        answer.Outputs.Skip(index + 1).Any(static output => output is not ModelOutput.RawEvent)
            ? ItemEnd.Whole
            : answer.Ending switch
            {
                AnswerEnding.Incomplete { BetweenItems: false } => ItemEnd.Cut,
                AnswerEnding.Failed { BreaksLastItem: true } or AnswerEnding.Error { BreaksLastItem: true } => ItemEnd.Open,
                _ => ItemEnd.Whole,
            };
}
