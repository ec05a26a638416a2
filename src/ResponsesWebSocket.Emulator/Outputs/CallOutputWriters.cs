using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Models;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a function call: its arguments in small pieces that need not be JSON by themselves.</summary>
internal sealed class CallOutputWriter(EventStream events, string itemId, int outputIndex, ModelOutput.Call call)
    : OutputWriter(events, itemId, outputIndex)
{
    private const int PieceLength = 10;

    private readonly string _callId = call.CallId ?? ResponseIds.NextCallId();

    protected override JsonObject Item(string status, bool whole) => new()
    {
        ["id"] = ItemId,
        ["type"] = "function_call",
        ["status"] = status,
        ["call_id"] = _callId,
        ["name"] = call.Name,
        ["arguments"] = whole ? call.Arguments : string.Empty,
    };

    protected override async Task WriteContentAsync()
    {
        foreach (var piece in TextPieces.Split(call.Arguments, PieceLength))
        {
            await Events.SendDeltaAsync("response.function_call_arguments.delta", piece, Place).ConfigureAwait(false);
        }

        if (End == ItemEnd.Open)
        {
            return;
        }

        // Without the function's name, which newer descriptions of this event do not have and recorded traffic never showed.
        await Events.SendAsync("response.function_call_arguments.done", writer =>
        {
            Place(writer);
            writer.WriteString("arguments", call.Arguments);
        }).ConfigureAwait(false);
    }
}

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
