using System.Text.Json;
using ResponsesWebSocket.Emulator.Faults;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Sends the events of one turn: numbers them from 0, names the lane, pads deltas and lets faults strike.</summary>
internal sealed class EventStream(IFrameSink sink, int turn, string? streamId, TurnFaults faults, CancellationToken cancellationToken)
{
    // Recorded deltas and their padding add up to this length, which hides how long a token was.
    private const int PaddedLength = 16;
    private const string Padding = "q7Lx0dVnB3kTzR9a";

    private int _next;

    /// <summary>Whether deltas are padded; the client can switch it off per request.</summary>
    public bool Obfuscate { get; set; } = true;

    /// <summary>Foreign frames that go in front of events; known once the model has answered.</summary>
    public Interjections? Interjections { get; set; }

    public Task SendAsync(string type, Action<Utf8JsonWriter> members) => SendAsync(type, members, static () => { });

    /// <summary>Sends an event; <paramref name="commit"/> runs when no fault stands in its way, before the client can see it.</summary>
    public async Task SendAsync(string type, Action<Utf8JsonWriter> members, Action commit)
    {
        foreach (var frame in Interjections?.Before(type) ?? [])
        {
            await SendRawAsync(frame);
        }

        await SendAloneAsync(type, members, commit);
    }

    /// <summary>Sends a frame of the model's own making.</summary>
    public async Task SendRawAsync(ModelOutput.RawEvent raw)
    {
        if (raw.Enveloped)
        {
            await SendAloneAsync(raw.Type, raw.WriteMembers, static () => { });
        }
        else if (await MayAsync(raw.Type))
        {
            await sink.SendTextAsync(raw.Json, raw.StreamId, turn, cancellationToken);
            await AfterAsync(raw.Type);
        }
    }

    public Task SendDeltaAsync(
        string type, string delta, Action<Utf8JsonWriter> place, Action<Utf8JsonWriter>? more = null) => SendAsync(type, writer =>
    {
        place(writer);
        writer.WriteString("delta", delta);
        more?.Invoke(writer);
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
            var frame = error.ToFrame(streamId, _next == 0 ? null : _next);
            await sink.SendTextAsync(frame, streamId, turn, cancellationToken);
            await AfterAsync("error");
        }
    }

    private async Task SendAloneAsync(string type, Action<Utf8JsonWriter> members, Action commit)
    {
        if (!await MayAsync(type))
        {
            return;
        }

        commit();
        await sink.SendTextAsync(Write(type, members), streamId, turn, cancellationToken);
        await AfterAsync(type);
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
            sink.Drop();
            throw new OperationCanceledException("A fault dropped the connection.");
        }
    }

    private string Write(string type, Action<Utf8JsonWriter> members) => JsonText.WriteObject(writer =>
    {
        writer.WriteString("type", type);
        writer.WriteNumber("sequence_number", _next++);
        if (streamId is not null)
        {
            writer.WriteString("stream_id", streamId);
        }

        members(writer);
    });
}
