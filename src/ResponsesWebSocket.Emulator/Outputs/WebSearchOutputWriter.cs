using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a web search, whose sources are shown on request only.</summary>
internal sealed class WebSearchOutputWriter(
    EventStream events, string itemId, int outputIndex, ModelOutput.WebSearchCall call, OutputSettings settings)
    : HostedOutputWriter(events, itemId, outputIndex, "web_search_call")
{
    protected override JsonObject Item(string status, bool whole)
    {
        var item = new JsonObject { ["id"] = ItemId, ["type"] = Family, ["status"] = status };
        if (whole)
        {
            item["action"] = Action();
        }

        return item;
    }

    protected override async Task WriteContentAsync()
    {
        await ProgressAsync("in_progress");
        await ProgressAsync("searching");
        await FinishAsync("completed");
    }

    private JsonObject Action()
    {
        var action = new JsonObject
        {
            ["type"] = "search",
            ["query"] = call.Query,
            ["queries"] = new JsonArray(call.Query),
        };
        if (settings.ShowsWebSearchSources)
        {
            action["sources"] = new JsonArray([.. call.Sources.Select(static url => new JsonObject { ["type"] = "url", ["url"] = url })]);
        }

        return action;
    }
}
