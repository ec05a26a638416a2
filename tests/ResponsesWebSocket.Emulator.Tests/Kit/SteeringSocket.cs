using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Kit;

/// <summary>What tests of steering do over and over.</summary>
internal static class SteeringSocket
{
    /// <summary>Sends a steer with a text.</summary>
    public static Task SteerAsync(this BareSocket socket, string target, string text) =>
        socket.SendAsync($$"""{"type":"response.steer","previous_response_id":"{{target}}","input":{{JsonSerializer.Serialize(text)}}}""");

    /// <summary>Sends a steer and returns the answer, which must be the next frame.</summary>
    public static async Task<JsonElement> TrySteerAsync(this BareSocket socket, string target, string text)
    {
        await socket.SteerAsync(target, text);
        return await socket.ReceiveAsync();
    }

    /// <summary>Starts a turn that a test holds, and reads up to the hold.</summary>
    /// <returns>The id of the response.</returns>
    public static async Task<string> StartHeldAsync(
        this BareSocket socket, TurnBarrier held, string lastEvent, string text, string? parent = null, string? lane = null, string more = "")
    {
        await socket.SayAsync(text, parent, lane, more);
        var id = (await socket.ReceiveUntilAsync(lastEvent))[0].ResponseId();
        await held.Reached;
        return id;
    }

    public static string? IncompleteReason(this JsonElement terminal) => terminal.Text("response", "incomplete_details", "reason");

    public static int Number(this JsonElement frame) => frame.At("sequence_number").GetInt32();
}
