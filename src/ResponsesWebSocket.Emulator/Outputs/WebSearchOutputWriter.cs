using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a web search, or another act of the web search tool.</summary>
internal sealed class WebSearchOutputWriter(EventStream events, string itemId, int outputIndex, Func<JsonObject> action)
    : HostedOutputWriter(events, itemId, outputIndex, "web_search_call")
{
    protected override JsonObject Item(string status, bool whole)
    {
        var item = new JsonObject { ["id"] = ItemId, ["type"] = Family, ["status"] = status };
        if (whole)
        {
            item["action"] = action();
        }

        return item;
    }

    protected override async Task WriteContentAsync()
    {
        await ProgressAsync("in_progress").ConfigureAwait(false);
        await ProgressAsync("searching").ConfigureAwait(false);
        await FinishAsync("completed").ConfigureAwait(false);
    }
}
