using System.Text.Json;
using ResponsesWebSocket.Emulator.Connections;
using ResponsesWebSocket.Emulator.Faults;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Turns;

/// <summary>Sends the events of one turn: numbers them from 0, names the lane, pads deltas and lets faults strike.</summary>
internal sealed class EventStream(EmulatedConnection connection, Turn turn, TurnFaults faults, CancellationToken cancellationToken)
{
    // Recorded deltas and their padding add up to this length, which hides how long a token was.
    private const int PaddedLength = 16;
    private const string Padding = "q7Lx0dVnB3kTzR9a";

    private int _next;

    /// <summary>Whether deltas are padded; the client can switch it off per request.</summary>
    public bool Obfuscate { get; set; } = true;

    public Task SendAsync(string type, Action<Utf8JsonWriter> members) => SendAsync(type, members, static () => { });

    /// <summary>Sends an event; <paramref name="commit"/> runs when no fault stands in its way, before the client can see it.</summary>
    public async Task SendAsync(string type, Action<Utf8JsonWriter> members, Action commit)
    {
        if (!await MayAsync(type))
        {
            return;
        }

        commit();
        await connection.SendTextAsync(Write(type, members), turn.StreamId, turn.Number, cancellationToken);
        await AfterAsync(type);
    }

    public Task SendDeltaAsync(string type, string delta, Action<Utf8JsonWriter> place, bool withLogprobs = false) => SendAsync(type, writer =>
    {
        place(writer);
        writer.WriteString("delta", delta);
        if (withLogprobs)
        {
            writer.WriteStartArray("logprobs");
            writer.WriteEndArray();
        }

        if (Obfuscate)
        {
            writer.WriteString("obfuscation", Padding[(delta.Length % PaddedLength)..]);
        }
    });

    /// <summary>Sends an error frame that ends the turn. It has a number only when the response has begun.</summary>
    public async Task SendErrorAsync(RequestError error)
    {
        if (await MayAsync("error"))
        {
            var frame = error.ToFrame(turn.StreamId, _next == 0 ? null : _next);
            await connection.SendTextAsync(frame, turn.StreamId, turn.Number, cancellationToken);
            await AfterAsync("error");
        }
    }

    private async Task<bool> MayAsync(string type)
    {
        var action = await faults.BeforeAsync(type, cancellationToken);
        DropIf(action);
        return action is not FaultAction.SkipEvent;
    }

    private async Task AfterAsync(string type) => DropIf(await faults.AfterAsync(type, cancellationToken));

    private void DropIf(FaultAction action)
    {
        if (action is FaultAction.DropConnection)
        {
            connection.Drop();
            throw new OperationCanceledException("A fault dropped the connection.");
        }
    }

    private string Write(string type, Action<Utf8JsonWriter> members) => JsonText.WriteObject(writer =>
    {
        writer.WriteString("type", type);
        writer.WriteNumber("sequence_number", _next++);
        if (turn.StreamId is not null)
        {
            writer.WriteString("stream_id", turn.StreamId);
        }

        members(writer);
    });
}
