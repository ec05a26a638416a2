using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Models;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

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
