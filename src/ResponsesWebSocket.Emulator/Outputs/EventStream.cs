using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ResponsesWebSocket.Emulator.Costs;
using ResponsesWebSocket.Emulator.Faults;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Sends the events of one turn: numbers them, names the lane, pads deltas and lets faults strike.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore holds nothing but memory, and the turn that owns the stream may end before a late steer.")]
internal sealed class EventStream(IFrameSink sink, TurnFaults faults, Numbering numbers, CancellationToken cancellationToken)
{
    // Recorded deltas and their padding add up to this length, which hides how long a token was.
    private const int PaddedLength = 16;
    private const string Padding = "q7Lx0dVnB3kTzR9a";

    // What is said about steers goes out while the turn writes, and the numbers must not overtake each other.
    private readonly SemaphoreSlim _writing = new(1, 1);
    /// <summary>Whether an event has gone out.</summary>
    public bool HasBegun => numbers.HasBegun;

    /// <summary>Whether deltas are padded; the client can switch it off per request.</summary>
    public bool Obfuscate { get; set; } = true;

    /// <summary>Foreign frames that go in front of events; known once the model has answered.</summary>
    public InjectedEvents? InjectedEvents { get; set; }

    /// <summary>The costs of the turn; null without a cost model.</summary>
    public TurnMeter? Meter { get; init; }

    public Task SendAsync(string type, Action<Utf8JsonWriter> members) => SendAsync(type, members, static () => { });

    /// <summary>Sends an event; <paramref name="commit"/> runs when no fault stands in its way, before the client can see it.</summary>
    public Task SendAsync(string type, Action<Utf8JsonWriter> members, Action commit) => SendIfAsync(type, members, () =>
    {
        commit();
        return true;
    });

    /// <summary>Sends an event unless <paramref name="commit"/>, which runs when no fault stands in its way and no other event goes out, says no.</summary>
    public async Task SendIfAsync(string type, Action<Utf8JsonWriter> members, Func<bool> commit)
    {
        foreach (var frame in InjectedEvents?.Before(type) ?? [])
        {
            await SendRawAsync(frame).ConfigureAwait(false);
        }

        await SendAloneAsync(type, members, commit).ConfigureAwait(false);
    }

    /// <summary>Sends a frame of the model's own making.</summary>
    public async Task SendRawAsync(ModelOutput.RawEvent raw)
    {
        if (raw.Enveloped)
        {
            await SendAloneAsync(raw.Type, raw.WriteMembers, static () => true).ConfigureAwait(false);
        }
        else if (await MayAsync(raw.Type).ConfigureAwait(false) && await WriteAloneAsync(() => raw.Json, raw.StreamId).ConfigureAwait(false))
        {
            await AfterAsync(raw.Type).ConfigureAwait(false);
        }
    }

    public async Task SendDeltaAsync(string type, string delta, Action<Utf8JsonWriter> place, Action<Utf8JsonWriter>? more = null)
    {
        if (Meter is not null)
        {
            await Meter.DeltaAsync(delta).ConfigureAwait(false);
        }

        await SendAsync(type, writer =>
        {
            place(writer);
            writer.WriteString("delta", delta);
            more?.Invoke(writer);
            if (Obfuscate)
            {
                writer.WriteString("obfuscation", Padding[(delta.Length <= PaddedLength ? delta.Length : delta.Length % PaddedLength)..]);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Sends an error frame that ends the turn. It has a number only when the response has begun.</summary>
    public async Task SendErrorAsync(RequestError error, Action commit)
    {
        if (await MayAsync("error").ConfigureAwait(false))
        {
            await WriteAloneAsync(() =>
            {
                commit();
                return error.ToFrame(faults.StreamId, numbers.NextForError());
            }, faults.StreamId).ConfigureAwait(false);
            await AfterAsync("error").ConfigureAwait(false);
        }
    }

    private async Task SendAloneAsync(string type, Action<Utf8JsonWriter> members, Func<bool> commit)
    {
        if (await MayAsync(type).ConfigureAwait(false) && await WriteAloneAsync(() => commit() ? Write(type, members) : null, faults.StreamId).ConfigureAwait(false))
        {
            await AfterAsync(type).ConfigureAwait(false);
        }
    }

    private async Task<bool> WriteAloneAsync(Func<string?> write, string? lane)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var frame = write();
            if (frame is not null)
            {
                await sink.SendTextAsync(frame, lane, faults.Turn, cancellationToken).ConfigureAwait(false);
            }

            return frame is not null;
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task<bool> MayAsync(string type)
    {
        var action = await faults.BeforeAsync(type, cancellationToken).ConfigureAwait(false);
        DropIf(action);
        // What follows an error is none of the turn's business any more, another error included.
        if (action is FaultAction.EndTurn(var error) && type != "error")
        {
            throw new RequestRefusedException(RequestError.From(error));
        }

        return action is not FaultAction.SkipEvent;
    }

    private async Task AfterAsync(string type) => DropIf(await faults.AfterAsync(type, cancellationToken).ConfigureAwait(false));

    private void DropIf(FaultAction action)
    {
        if (action is FaultAction.DropConnection)
        {
            sink.Drop();
            if (sink.IsOutlived)
            {
                return;
            }

            throw new OperationCanceledException("A fault dropped the connection.");
        }
    }

    private string Write(string type, Action<Utf8JsonWriter> members) => JsonText.WriteObject(writer =>
    {
        writer.WriteString("type", type);
        writer.WriteNumber("sequence_number", numbers.Next(type));
        if (faults.StreamId is not null)
        {
            writer.WriteString("stream_id", faults.StreamId);
        }

        members(writer);
    });
}
