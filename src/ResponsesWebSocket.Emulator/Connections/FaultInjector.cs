using System.Net.WebSockets;
using System.Text.Json;
using ResponsesWebSocket.Emulator.Faults;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>Carries a plan out on one connection: every frame of both directions passes here before it goes on.</summary>
internal sealed class FaultInjector
{
    private readonly EmulatorContext _emulator;
    private readonly EmulatedConnection _connection;
    private readonly SocketSender _sender;
    private readonly FaultableStream _wire;
    private readonly FrameQueue _queue = new();
    private int _sent;
    private int _received;
    private volatile bool _isMute;
    private volatile bool _isDeaf;

    public FaultInjector(EmulatorContext emulator, EmulatedConnection connection, SocketSender sender, FaultableStream wire)
    {
        _emulator = emulator;
        _connection = connection;
        _sender = sender;
        _wire = wire;
        wire.Plan(Waiting(static when => when.Byte is not null), StrikeAtByteAsync);
    }

    /// <summary>Starts the faults that wait for a time.</summary>
    public IReadOnlyList<ITimer> StartTimers() => Waiting(static when => when.After is not null)
        .Select(entry => _emulator.Time.CreateTimer(_ => _ = StrikeAtTimeAsync(entry), null, entry.When.After!.Value, Timeout.InfiniteTimeSpan))
        .ToList();

    /// <summary>Sends a frame, or what its faults leave of it.</summary>
    public async Task SendTextAsync(string text, string? streamId, int? turn, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _sent);
        var effects = _emulator.Faults.Plan.AtFrame(new(FaultDirection.ToClient, _connection.Id, number, TypeOf(text), turn, streamId));
        effects.OfType<FaultEffect.BlackHole>().ToList().ForEach(OpenBlackHole);
        await DelayAsync(effects, cancellationToken).ConfigureAwait(false);
        if (effects.OfType<FaultEffect.Hold>().FirstOrDefault() is { } hold)
        {
            await _queue.HoldAsync(hold.Frames).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (effects.OfType<FaultEffect.Postpone>().FirstOrDefault() is { } postpone)
        {
            _queue.Postpone(postpone.Frames, () => PutAsync(text, streamId, turn, effects, cancellationToken));
            return;
        }

        await PutAsync(text, streamId, turn, effects, cancellationToken).ConfigureAwait(false);
        await _queue.PassAsync().ConfigureAwait(false);
    }

    /// <summary>Looks at a message of the client.</summary>
    /// <returns>Whether it was lost, or the connection with it.</returns>
    public async Task<bool> LosesAsync(string text, int bytes, CancellationToken cancellationToken)
    {
        var lane = Parse(text)?.Text("stream_id");
        var number = Interlocked.Increment(ref _received);
        var effects = _emulator.Faults.Plan.AtFrame(new(FaultDirection.FromClient, _connection.Id, number, TypeOf(text), null, lane));
        effects.OfType<FaultEffect.BlackHole>().ToList().ForEach(OpenBlackHole);
        await DelayAsync(effects, cancellationToken).ConfigureAwait(false);
        if (_isDeaf || effects.OfType<FaultEffect.Omit>().Any())
        {
            return true;
        }

        await InjectAsync(effects, FaultPlace.Before, cancellationToken).ConfigureAwait(false);
        await InjectAsync(effects, FaultPlace.After, cancellationToken).ConfigureAwait(false);
        if (!effects.Any(static effect => effect is FaultEffect.Drop or FaultEffect.Close))
        {
            return false;
        }

        // It did arrive: the journal shows it, as it does for a drop by a hook.
        _emulator.Journal.AddFrame(_connection.Id, fromClient: true, lane, _emulator.Time.GetUtcNow(), bytes, text, null);
        await EndAsync(effects).ConfigureAwait(false);
        return true;
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonText.Parse(text);
        }
        catch (JsonException)
        {
            // A message that is no JSON has neither type nor lane.
            return null;
        }
    }

    private static string? TypeOf(string text) => Parse(text)?.Text("type");

    private static IReadOnlyList<FaultEffect> Ends(IReadOnlyList<FaultEffect> effects, FaultPlace place) => effects
        .Where(effect => effect is FaultEffect.Drop drop && drop.Place == place || effect is FaultEffect.Close close && close.Place == place)
        .ToList();

    private IEnumerable<PlanEntry> Waiting(Func<FaultTrigger, bool> kind) =>
        _emulator.Faults.Plan.WaitingOn(_connection.Id).Where(entry => kind(entry.When));

    private async Task PutAsync(string text, string? streamId, int? turn, IReadOnlyList<FaultEffect> effects, CancellationToken cancellationToken)
    {
        if (_isMute)
        {
            return;
        }

        await InjectAsync(effects, FaultPlace.Before, cancellationToken).ConfigureAwait(false);
        await EndAndThrowAsync(Ends(effects, FaultPlace.Before)).ConfigureAwait(false);
        var frame = new FaultedFrame(text, effects);
        if (Ends(effects, FaultPlace.Middle) is [_, ..] cut)
        {
            await _sender.SendAsync(frame.Bytes, frame.Text, streamId, turn, _ => frame.WriteHalfAsync(_wire), cancellationToken).ConfigureAwait(false);
            await EndAndThrowAsync(cut).ConfigureAwait(false);
        }

        var copies = effects.OfType<FaultEffect.Omit>().Any() ? 0 : 1 + effects.OfType<FaultEffect.Duplicate>().Sum(static copy => copy.Copies);
        for (var i = 0; i < copies; i++)
        {
            await _sender.SendAsync(frame.Bytes, frame.Text, streamId, turn, socket => frame.WriteAsync(socket, _wire), cancellationToken).ConfigureAwait(false);
        }

        await InjectAsync(effects, FaultPlace.After, cancellationToken).ConfigureAwait(false);
        await EndAndThrowAsync(Ends(effects, FaultPlace.After)).ConfigureAwait(false);
    }

    // Injected frames are not counted: otherwise one fault would move the others.
    private async Task InjectAsync(IReadOnlyList<FaultEffect> effects, FaultPlace place, CancellationToken cancellationToken)
    {
        foreach (var inject in effects.OfType<FaultEffect.Inject>().Where(inject => inject.Place == place && !_isMute))
        {
            await InjectAsync(inject, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task InjectAsync(FaultEffect.Inject inject, CancellationToken cancellationToken) => inject.Binary
        ? _sender.SendBinaryAsync(System.Text.Encoding.UTF8.GetBytes(inject.Payload), cancellationToken)
        : _sender.SendTextAsync(inject.Payload, null, null, cancellationToken);

    private async Task DelayAsync(IReadOnlyList<FaultEffect> effects, CancellationToken cancellationToken)
    {
        foreach (var delay in effects.OfType<FaultEffect.Delay>())
        {
            await Task.Delay(delay.Time, _emulator.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void OpenBlackHole(FaultEffect.BlackHole hole)
    {
        if (hole.Direction == FaultDirection.ToClient)
        {
            _isMute = true;
            if (hole.Silent)
            {
                _wire.DropOutbound();
            }
        }
        else
        {
            _isDeaf = true;
            if (hole.Silent)
            {
                _wire.DropInbound();
            }
        }
    }

    private async Task EndAndThrowAsync(IReadOnlyList<FaultEffect> ends)
    {
        if (ends.Count > 0)
        {
            await EndAsync(ends).ConfigureAwait(false);
            throw new OperationCanceledException("A fault ended the connection.");
        }
    }

    private async Task EndAsync(IReadOnlyList<FaultEffect> ends)
    {
        foreach (var end in ends)
        {
            switch (end)
            {
                case FaultEffect.Drop { Reset: true }:
                    _connection.Abort();
                    break;
                case FaultEffect.Drop:
                    _connection.Drop();
                    break;
                case FaultEffect.Close close:
                    await _connection.CloseAsync((WebSocketCloseStatus)close.Status, close.Reason, null, CancellationToken.None).ConfigureAwait(false);
                    break;
            }
        }
    }

    // Runs inside a write, with the sender's lock held: a drop ends the stream when that is given back.
    private async Task StrikeAtByteAsync(PlanEntry entry)
    {
        if (!_emulator.Faults.Plan.TryStrike(entry))
        {
            return;
        }

        switch (entry.Effect)
        {
            case FaultEffect.Delay delay:
                await Task.Delay(delay.Time, _emulator.Time, _connection.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case FaultEffect.BlackHole hole:
                OpenBlackHole(hole);
                // A frame that is cut cannot be followed by a whole one.
                _wire.DropOutbound();
                break;
            case FaultEffect.Drop drop:
                _wire.DropOutbound();
                await EndAsync([drop]).ConfigureAwait(false);
                break;
        }
    }

    private async Task StrikeAtTimeAsync(PlanEntry entry)
    {
        if (!_connection.IsOpen || !_emulator.Faults.Plan.TryStrike(entry))
        {
            return;
        }

        try
        {
            switch (entry.Effect)
            {
                case FaultEffect.BlackHole hole:
                    OpenBlackHole(hole);
                    break;
                case FaultEffect.Inject inject:
                    await InjectAsync(inject, CancellationToken.None).ConfigureAwait(false);
                    break;
                case FaultEffect.Error { Detail: { } error }:
                    var frame = RequestError.From(error).ToFrame(null);
                    await ((error.CloseStatus is { } status
                        ? _connection.CloseAsync((WebSocketCloseStatus)status, null, frame, CancellationToken.None)
                        : _sender.SendTextAsync(frame, null, null, CancellationToken.None)).ConfigureAwait(false));
                    break;
                default:
                    await EndAsync([entry.Effect]).ConfigureAwait(false);
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // The connection ended at the same moment.
        }
    }
}
