using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Models;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a call of a tool that the service runs itself: its progress goes out as events without content.</summary>
/// <param name="events">Where the events go.</param>
/// <param name="itemId">The item's id.</param>
/// <param name="outputIndex">The item's place.</param>
/// <param name="family">The item's type, which is in the middle of each event's type.</param>
internal abstract class HostedOutputWriter(EventStream events, string itemId, int outputIndex, string family)
    : OutputWriter(events, itemId, outputIndex)
{
    protected string Family { get; } = family;

    protected Task ProgressAsync(string stage) => Events.SendAsync($"response.{Family}.{stage}", Place);

    /// <summary>The last stage, which a call that is stopped never reaches.</summary>
    protected Task FinishAsync(string stage) => End == ItemEnd.Whole ? ProgressAsync(stage) : Task.CompletedTask;
}

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

/// <summary>Streams a run of the code interpreter: the code as it is written, then that it runs. What it printed is shown on request only.</summary>
internal sealed class CodeInterpreterOutputWriter(
    EventStream events, string itemId, int outputIndex, ModelOutput.CodeInterpreterCall call, OutputSettings settings)
    : HostedOutputWriter(events, itemId, outputIndex, "code_interpreter_call")
{
    private const int PieceLength = 10;

    protected override JsonObject Item(string status, bool whole) => new()
    {
        ["id"] = ItemId,
        ["type"] = Family,
        ["status"] = status,
        ["code"] = whole ? call.Code : string.Empty,
        ["container_id"] = call.ContainerId,
        ["outputs"] = whole && settings.ShowsCodeOutputs
            ? new JsonArray([.. call.Logs.Select(static text => new JsonObject { ["type"] = "logs", ["logs"] = text })])
            : null,
    };

    protected override async Task WriteContentAsync()
    {
        await ProgressAsync("in_progress").ConfigureAwait(false);
        foreach (var piece in TextPieces.Split(call.Code, PieceLength))
        {
            await Events.SendDeltaAsync("response.code_interpreter_call_code.delta", piece, Place).ConfigureAwait(false);
        }

        if (End == ItemEnd.Open)
        {
            return;
        }

        await Events.SendAsync("response.code_interpreter_call_code.done", writer =>
        {
            Place(writer);
            writer.WriteString("code", call.Code);
        }).ConfigureAwait(false);

        // Code that was cut off is not run.
        await FinishAsync("interpreting").ConfigureAwait(false);
        await FinishAsync("completed").ConfigureAwait(false);
    }
}

/// <summary>Streams the making of an image, with the previews that the service sends as base64.</summary>
internal sealed class ImageGenerationOutputWriter(EventStream events, string itemId, int outputIndex, ModelOutput.ImageGenerationCall call)
    : HostedOutputWriter(events, itemId, outputIndex, "image_generation_call")
{
    private const string Format = "png";
    private const string Quality = "medium";
    private const string Size = "1024x1024";

    // There is no incomplete image: one that was stopped has failed.
    protected override JsonObject Item(string status, bool whole)
    {
        var isStopped = status == "incomplete";
        var item = new JsonObject
        {
            ["id"] = ItemId,
            ["type"] = Family,
            ["status"] = isStopped ? "failed" : status,
            ["result"] = whole && !isStopped ? call.Result : null,
        };
        if (whole)
        {
            item["output_format"] = Format;
            item["quality"] = Quality;
            item["size"] = Size;
            item["revised_prompt"] = call.RevisedPrompt;
        }

        return item;
    }

    protected override async Task WriteContentAsync()
    {
        await ProgressAsync("in_progress").ConfigureAwait(false);
        await ProgressAsync("generating").ConfigureAwait(false);
        for (var index = 0; index < call.PartialImages.Count; index++)
        {
            var number = index;
            await Events.SendAsync("response.image_generation_call.partial_image", writer =>
            {
                Place(writer);
                writer.WriteNumber("partial_image_index", number);
                writer.WriteString("partial_image_b64", call.PartialImages[number]);
                writer.WriteString("output_format", Format);
                writer.WriteString("quality", Quality);
                writer.WriteString("size", Size);
            }).ConfigureAwait(false);
        }

        await FinishAsync("completed").ConfigureAwait(false);
    }
}
