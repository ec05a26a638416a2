using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Models;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a shell call, command after command. Its events name the item by its place only.</summary>
internal sealed class ShellCallOutputWriter(EventStream events, string itemId, int outputIndex, ModelOutput.ShellCall call)
    : OutputWriter(events, itemId, outputIndex)
{
    private const int PieceLength = 10;

    private readonly string _callId = call.CallId ?? ResponseIds.NextCallId();

    protected override JsonObject Item(string status, bool whole) => new()
    {
        ["id"] = ItemId,
        ["type"] = "shell_call",
        ["status"] = status,
        ["call_id"] = _callId,
        ["action"] = new JsonObject
        {
            ["commands"] = new JsonArray([.. whole ? call.Commands.Select(static command => (JsonNode)command) : []]),
            ["timeout_ms"] = null,
            ["max_output_length"] = null,
        },
        ["environment"] = call.ContainerId is { } container
            ? new JsonObject { ["type"] = "container_reference", ["container_id"] = container }
            : new JsonObject { ["type"] = "local" },
    };

    protected override async Task WriteContentAsync()
    {
        for (var index = 0; index < call.Commands.Count; index++)
        {
            await WriteCommandAsync(index, staysOpen: End == ItemEnd.Open && index == call.Commands.Count - 1).ConfigureAwait(false);
        }
    }

    private async Task WriteCommandAsync(int index, bool staysOpen)
    {
        await Events.SendAsync("response.shell_call_command.added", writer => WriteCommand(writer, string.Empty)).ConfigureAwait(false);
        foreach (var piece in TextPieces.Split(call.Commands[index], PieceLength))
        {
            await Events.SendDeltaAsync("response.shell_call_command.delta", piece, PlaceCommand).ConfigureAwait(false);
        }

        if (!staysOpen)
        {
            await Events.SendAsync("response.shell_call_command.done", writer => WriteCommand(writer, call.Commands[index])).ConfigureAwait(false);
        }

        void PlaceCommand(Utf8JsonWriter writer)
        {
            PlaceByIndex(writer);
            writer.WriteNumber("command_index", index);
        }

        void WriteCommand(Utf8JsonWriter writer, string command)
        {
            PlaceCommand(writer);
            writer.WriteString("command", command);
        }
    }
}
