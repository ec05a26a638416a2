using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams an assistant message, part after part.</summary>
internal sealed class MessageOutputWriter : OutputWriter
{
    private readonly ModelOutput.Message _message;
    private readonly List<PartWriter> _parts;

    public MessageOutputWriter(EventStream events, string itemId, int outputIndex, ModelOutput.Message message, OutputSettings settings)
        : base(events, itemId, outputIndex)
    {
        _message = message;
        _parts = [.. message.Parts.Select((part, index) => WriterFor(part, index, settings))];
    }

    protected override JsonObject Item(string status, bool whole)
    {
        var item = new JsonObject
        {
            ["id"] = ItemId,
            ["type"] = "message",
            ["status"] = status,
            ["role"] = "assistant",
            ["content"] = new JsonArray([.. whole ? _parts.Select(static part => (JsonNode)part.Part(whole: true)) : []]),
        };
        if (_message.Phase is { } phase)
        {
            item["phase"] = phase;
        }

        return item;
    }

    protected override async Task WriteContentAsync()
    {
        foreach (var part in _parts)
        {
            await part.WriteAsync(staysOpen: End == ItemEnd.Open && part == _parts[^1]).ConfigureAwait(false);
        }
    }

    private PartWriter WriterFor(ModelPart part, int index, OutputSettings settings)
    {
        return part switch
        {
            ModelPart.Text text => new TextPartWriter(Events, PlaceContent, text, settings.Logprobs),
            ModelPart.Refusal refusal => PlainPartWriter.Refusal(Events, PlaceContent, refusal.Deltas),
            _ => throw new NotSupportedException($"There is no writer for parts of kind {part.GetType().Name}."),
        };

        void PlaceContent(Utf8JsonWriter writer)
        {
            Place(writer);
            writer.WriteNumber("content_index", index);
        }
    }
}
