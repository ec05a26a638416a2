using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Models;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a call of a custom tool, whose input is free text.</summary>
internal sealed class CustomCallOutputWriter(EventStream events, string itemId, int outputIndex, ModelOutput.CustomCall call)
    : OutputWriter(events, itemId, outputIndex)
{
    private const int PieceLength = 10;

    private readonly string _callId = call.CallId ?? ResponseIds.NextCallId();

    protected override JsonObject Item(string status, bool whole) => new()
    {
        ["id"] = ItemId,
        ["type"] = "custom_tool_call",
        ["status"] = status,
        ["call_id"] = _callId,
        ["name"] = call.Name,
        ["input"] = whole ? call.Input : string.Empty,
    };

    protected override async Task WriteContentAsync()
    {
        foreach (var piece in TextPieces.Split(call.Input, PieceLength))
        {
            await Events.SendAsync("response.custom_tool_call_input.delta", writer =>
            {
                Place(writer);
                writer.WriteString("delta", piece);
            }).ConfigureAwait(false);
        }

        if (End != ItemEnd.Open)
        {
            await Events.SendAsync("response.custom_tool_call_input.done", writer =>
            {
                Place(writer);
                writer.WriteString("input", call.Input);
            }).ConfigureAwait(false);
        }
    }
}
