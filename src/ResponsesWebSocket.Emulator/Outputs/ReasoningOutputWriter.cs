using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Models;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams reasoning: nothing, its raw text, its summary, as far as the model has and the request wants them.</summary>
internal sealed class ReasoningOutputWriter : OutputWriter
{
    private const int PieceLength = 12;

    private readonly IReadOnlyList<string> _summary;
    private readonly string? _encrypted;
    private readonly PlainPartWriter? _text;

    public ReasoningOutputWriter(EventStream events, string itemId, int outputIndex, ModelOutput.Reasoning reasoning, OutputSettings settings)
        : base(events, itemId, outputIndex)
    {
        _summary = settings.SummarizesReasoning ? reasoning.Summary : [];
        _encrypted = settings.EncryptsReasoning ? reasoning.EncryptedContent ?? EncryptedContent.Next() : null;
        _text = reasoning.RawText is { } text ? PlainPartWriter.ReasoningText(events, PlaceContent, text) : null;
    }

    // Recorded reasoning items have no status while nothing is wrong with them.
    protected override JsonObject Item(string status, bool whole)
    {
        var item = new JsonObject
        {
            ["id"] = ItemId,
            ["type"] = "reasoning",
            ["summary"] = new JsonArray([.. whole ? _summary.Select(static text => (JsonNode)SummaryPart(text)) : []]),
        };
        if (_text is not null)
        {
            item["content"] = whole ? new JsonArray(_text.Part(whole: true)) : [];
        }

        if (!string.IsNullOrEmpty(_encrypted))
        {
            item["encrypted_content"] = whole ? _encrypted : EncryptedContent.Piece(_encrypted);
        }

        if (status == "incomplete")
        {
            item["status"] = status;
        }

        return item;
    }

    protected override async Task WriteContentAsync()
    {
        if (_text is not null)
        {
            await _text.WriteAsync(staysOpen: End == ItemEnd.Open && _summary.Count == 0).ConfigureAwait(false);
        }

        for (var index = 0; index < _summary.Count; index++)
        {
            await WriteSummaryPartAsync(index, index == _summary.Count - 1 ? End : ItemEnd.Whole).ConfigureAwait(false);
        }
    }

    private static JsonObject SummaryPart(string text) => new() { ["type"] = "summary_text", ["text"] = text };

    private async Task WriteSummaryPartAsync(int index, ItemEnd end)
    {
        var text = _summary[index];
        await Events.SendAsync("response.reasoning_summary_part.added", writer =>
        {
            PlaceSummary(writer);
            writer.WriteNode("part", SummaryPart(string.Empty));
        }).ConfigureAwait(false);
        foreach (var piece in TextPieces.Split(text, PieceLength))
        {
            await Events.SendDeltaAsync("response.reasoning_summary_text.delta", piece, PlaceSummary).ConfigureAwait(false);
        }

        if (end == ItemEnd.Open)
        {
            return;
        }

        await Events.SendAsync("response.reasoning_summary_text.done", writer =>
        {
            PlaceSummary(writer);
            writer.WriteString("text", text);
        }).ConfigureAwait(false);
        await Events.SendAsync("response.reasoning_summary_part.done", writer =>
        {
            PlaceSummary(writer);
            writer.WriteNode("part", SummaryPart(text));
            if (end == ItemEnd.Cut)
            {
                writer.WriteString("status", "incomplete");
            }
        }).ConfigureAwait(false);

        void PlaceSummary(Utf8JsonWriter writer)
        {
            Place(writer);
            writer.WriteNumber("summary_index", index);
        }
    }

    private void PlaceContent(Utf8JsonWriter writer)
    {
        Place(writer);
        writer.WriteNumber("content_index", 0);
    }
}
