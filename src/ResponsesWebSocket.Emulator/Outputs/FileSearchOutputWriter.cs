using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a file search, whose results are shown on request only.</summary>
internal sealed class FileSearchOutputWriter(
    EventStream events, string itemId, int outputIndex, ModelOutput.FileSearchCall call, OutputSettings settings)
    : HostedOutputWriter(events, itemId, outputIndex, "file_search_call")
{
    protected override JsonObject Item(string status, bool whole) => new()
    {
        ["id"] = ItemId,
        ["type"] = Family,
        ["status"] = status,
        ["queries"] = new JsonArray([.. whole ? call.Queries.Select(static query => (JsonNode)query) : []]),
        ["results"] = whole && settings.ShowsFileSearchResults ? new JsonArray([.. call.Results.Select(ToJson)]) : null,
    };

    protected override async Task WriteContentAsync()
    {
        await ProgressAsync("in_progress").ConfigureAwait(false);
        await ProgressAsync("searching").ConfigureAwait(false);
        await FinishAsync("completed").ConfigureAwait(false);
    }

    private static JsonObject ToJson(ModelFileHit hit) => new()
    {
        ["file_id"] = hit.FileId,
        ["filename"] = hit.Filename,
        ["score"] = hit.Score,
        ["text"] = hit.Text,
        ["attributes"] = new JsonObject(),
    };
}
