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

/// <summary>Streams what the commands of a hosted shell printed, command after command.</summary>
internal sealed class ShellResultOutputWriter(EventStream events, string itemId, int outputIndex, ModelOutput.ShellCallOutput result)
    : OutputWriter(events, itemId, outputIndex)
{
    private const int PieceLength = 16;

    protected override JsonObject Item(string status, bool whole) => new()
    {
        ["id"] = ItemId,
        ["type"] = "shell_call_output",
        ["status"] = status,
        ["call_id"] = result.CallId,
        ["output"] = new JsonArray([.. whole ? result.Results.Select(static one => (JsonNode)ToJson(one)) : []]),
        ["max_output_length"] = null,
    };

    protected override async Task WriteContentAsync()
    {
        for (var index = 0; index < result.Results.Count; index++)
        {
            await WriteResultAsync(index, staysOpen: End == ItemEnd.Open && index == result.Results.Count - 1).ConfigureAwait(false);
        }
    }

    private static JsonObject ToJson(ModelShellResult one) => new()
    {
        ["stdout"] = one.Stdout,
        ["stderr"] = one.Stderr,
        ["outcome"] = one.ExitCode is { } code
            ? new JsonObject { ["type"] = "exit", ["exit_code"] = code }
            : new JsonObject { ["type"] = "timeout" },
    };

    private async Task WriteResultAsync(int index, bool staysOpen)
    {
        var one = result.Results[index];
        foreach (var (stream, text) in new[] { ("stdout", one.Stdout), ("stderr", one.Stderr) })
        {
            foreach (var piece in TextPieces.Split(text, PieceLength))
            {
                await SendAsync("delta", "delta", new JsonObject { [stream] = piece }).ConfigureAwait(false);
            }
        }

        if (!staysOpen)
        {
            await SendAsync("done", "output", new JsonArray(ToJson(one))).ConfigureAwait(false);
        }

        Task SendAsync(string stage, string name, JsonNode content) =>
            Events.SendAsync($"response.shell_call_output_content.{stage}", writer =>
            {
                Place(writer);
                writer.WriteNumber("command_index", index);
                writer.WriteNode(name, content);
            });
    }
}
