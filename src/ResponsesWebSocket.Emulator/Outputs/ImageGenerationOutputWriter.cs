using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

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
