using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>What a web search item says that was done.</summary>
internal static class WebActions
{
    /// <summary>A search, whose sources are shown on request only.</summary>
    public static JsonObject Search(ModelOutput.WebSearchCall call, OutputSettings settings)
    {
        var action = new JsonObject { ["type"] = "search", ["query"] = call.Query, ["queries"] = new JsonArray(call.Query) };
        if (settings.ShowsWebSearchSources)
        {
            action["sources"] = new JsonArray([.. call.Sources.Select(static url => new JsonObject { ["type"] = "url", ["url"] = url })]);
        }

        return action;
    }

    /// <summary>A page that was opened, or looked through.</summary>
    public static JsonObject Visit(ModelOutput.WebPageCall call) => call.Pattern is { } pattern
        ? new() { ["type"] = "find_in_page", ["url"] = call.Url, ["pattern"] = pattern }
        : new() { ["type"] = "open_page", ["url"] = call.Url };
}
