using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;
using ResponsesWebSocket.Emulator.Steering;
using ResponsesWebSocket.Emulator.Turns;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>One connection from upgrade to end. Reading is done here; turns run on the scheduler.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The token source holds nothing but memory, and a test may drop or close a connection at the very moment of its end.")]
internal sealed class EmulatedConnection : ITurnConnection
{
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly EmulatorContext _emulator;
    private readonly Action _abort;
    private readonly SocketSender _sender;
    private readonly LaneScheduler _scheduler;
    private readonly MessageHandler _intake;
    private readonly AgeLimit _ageLimit;
    private readonly IdleLimit _idleLimit;
    private readonly FaultInjector? _faulted;
    private readonly PingedConnection? _pings;
    private ITimer? _closing;
    private int? _closeStatus;
    private int _noted;

    /// <summary>Creates a connection whose socket is about to be accepted.</summary>
    /// <param name="emulator">What all connections share.</param>
    /// <param name="id">Number in the journal.</param>
    /// <param name="endStream">Ends the server's half of the TCP stream.</param>
    /// <param name="abort">Resets the TCP connection.</param>
    /// <param name="wire">The stream below the socket, when there is one to hold on to.</param>
    public EmulatedConnection(EmulatorContext emulator, int id, Action endStream, Action abort, FaultableStream? wire = null)
    {
        _emulator = emulator;
        _abort = abort;
        Id = id;
        Steers = new(emulator.Options);
        _sender = new(emulator, id, endStream, _ended.Token);
        _faulted = wire is null || emulator.Faults.Plan.IsEmpty ? null : new(emulator, this, _sender, wire);
        _pings = wire is null ? null : PingedConnection.Of(emulator, this, wire);
        Flight = new(emulator.Rules);
        var turns = new TurnRunner(emulator, this);
        _scheduler = new(async turn =>
        {
            await turns.RunAsync(turn, IsOutlived ? _stopped.Token : _ended.Token).ConfigureAwait(false);
            Flight.End(turn.Number);
        }, emulator.Options.Limits.QueuedBytes);
        _intake = new(emulator, this, _scheduler);
        _ageLimit = new(emulator, this, _scheduler);
        _idleLimit = new(emulator.Time, emulator.Options.Behavior.IdleTimeout, () => _ = CloseAsync(
            WebSocketCloseStatus.EndpointUnavailable, "idle timeout", null, CancellationToken.None));
        Memory = new(emulator.Options.Behavior);
    }

    public int Id { get; }

    public ConnectionResponseCache Memory { get; }

    public bool IsOutlived => _emulator.Options.Behavior.FinishesTurnsWithoutConnection;

    public SteeringRegistry Steers { get; }

    /// <summary>The turn that runs, where only one may.</summary>
    public SingleFlight Flight { get; }

    /// <summary>Whether the connection is in use: nobody has closed, dropped or lost it.</summary>
    public bool IsOpen => !_ended.IsCancellationRequested;

    /// <summary>Cancelled when the connection ends.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Serves the accepted socket until it ends, whoever ends it.</summary>
    public async Task RunAsync(WebSocket socket)
    {
        _sender.Begin(socket);
        var age = _emulator.Options.MaximumConnectionAge;
        var expired = Task.CompletedTask;
        var faults = _faulted?.StartTimers() ?? [];
        using var pings = _pings?.Start();
        using var idle = _idleLimit.Start();
        var aging = _emulator.Time.CreateTimer(_ => expired = _ageLimit.ExpireAsync(age), null, age, Timeout.InfiniteTimeSpan);
        await using (aging.ConfigureAwait(false))
        {
            await ReadAsync(socket, new(socket, _emulator.Options.MaximumMessageBytes)).ConfigureAwait(false);
        }

        foreach (var fault in faults)
        {
            await fault.DisposeAsync().ConfigureAwait(false);
        }

        await _ended.CancelAsync().ConfigureAwait(false);
        if (IsOutlived)
        {
            NoteEnd();
        }

        await _scheduler.StopAsync().ConfigureAwait(false);
        await expired.ConfigureAwait(false);
        if (_closing is { } closing)
        {
            await closing.DisposeAsync().ConfigureAwait(false);
        }

        NoteEnd();
    }

    /// <summary>Ends the connection without a close handshake, but delivers what was sent: the server stops sending for good, and the peer sees
    /// the stream end in the middle of the conversation. An abort would reset the connection, and a reset discards what the peer has
    /// not read yet, so that a test could not say after which event the loss came.</summary>
    public void Drop()
    {
        _ended.Cancel();
        _sender.Drop();
        // The peer may take its time to notice; for the server the connection is over.
        NoteEnd();
    }

    /// <summary>Sends a close frame and ends the stream behind it: the peer is not expected to answer.</summary>
    public async Task CloseAndDropAsync(WebSocketCloseStatus status, string reason)
    {
        await CloseAsync(status, reason, null, CancellationToken.None).ConfigureAwait(false);
        Drop();
    }

    /// <summary>Resets the TCP connection, whatever is under way.</summary>
    public void Abort()
    {
        _ended.Cancel();
        _abort();
    }

    /// <summary>The same for good: turns end too, even where they would go on without their connection.</summary>
    public void Stop()
    {
        _stopped.Cancel();
        Abort();
    }

    /// <summary>Sends a close frame; turns that run are cut, those that wait are dropped.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string? reason, string? lastFrame, CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            _closeStatus ??= (int)status;
        }

        await _ended.CancelAsync().ConfigureAwait(false);
        // A peer that does not read would be waited for in front of the close frame, and one that does not answer behind it.
        _closing ??= _emulator.Time.CreateTimer(_ => Abort(), null, _emulator.Options.Limits.CloseWait, Timeout.InfiniteTimeSpan);
        await _sender.CloseAsync(status, reason, lastFrame, cancellationToken).ConfigureAwait(false);
    }

    public void NoteEnd(string lane) => _scheduler.NoteEnd(lane);

    /// <summary>The one way out for what should not happen: a mistake of the emulator, or a fault hook that throws.</summary>
    public Task FailAsync(Exception defect)
    {
        // A close frame has room for 123 bytes of reason, and a character can take three.
        var reason = $"{defect.GetType().Name}: {defect.Message}";
        return CloseAsync(WebSocketCloseStatus.InternalServerError, reason[..Math.Min(40, reason.Length)], null, CancellationToken.None);
    }

    /// <inheritdoc cref="SocketSender.SendTextAsync"/>
    public Task SendTextAsync(string text, string? streamId, int? turn, CancellationToken cancellationToken)
    {
        _idleLimit.Touch();
        Flight.Sees(text, turn);
        return IsOutlived && turn is not null
            ? SendIfHeardAsync(text, streamId, turn, cancellationToken)
            : SendFaultedAsync(text, streamId, turn, cancellationToken);
    }

    private async Task SendIfHeardAsync(string text, string? streamId, int? turn, CancellationToken cancellationToken)
    {
        try
        {
            await SendFaultedAsync(text, streamId, turn, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!IsOpen && !_stopped.IsCancellationRequested)
        {
            // Nobody hears it, and the turn goes on.
        }
    }

    private Task SendFaultedAsync(string text, string? streamId, int? turn, CancellationToken cancellationToken)
    {
        return _faulted is null
            ? _sender.SendTextAsync(text, streamId, turn, cancellationToken)
            : _faulted.SendTextAsync(text, streamId, turn, cancellationToken);
    }

    /// <summary>Whether a fault loses a message of the client.</summary>
    public Task<bool> LosesAsync(string text, int bytes, CancellationToken cancellationToken) =>
        _faulted?.LosesAsync(text, bytes, cancellationToken) ?? Task.FromResult(false);

    /// <inheritdoc cref="SocketSender.SendBinaryAsync"/>
    public Task SendBinaryAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        _sender.SendBinaryAsync(payload, cancellationToken);

    private async Task ReadAsync(WebSocket socket, MessageReader reader)
    {
        try
        {
            while (true)
            {
                var message = await reader.ReadAsync(() => IsOpen, CancellationToken.None).ConfigureAwait(false);
                if (message.Kind == ReceivedKind.Close)
                {
                    await CloseAsync(socket.CloseStatus ?? WebSocketCloseStatus.Empty, socket.CloseStatusDescription, null, CancellationToken.None).ConfigureAwait(false);
                    return;
                }

                // What crosses the end of the connection is as good as still in the network.
                if (IsOpen)
                {
                    await TakeAsync(message).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (SocketSender.IsLoss(exception) || exception is OperationCanceledException)
        {
            // Lost: there is nobody left to tell, and the journal shows an end without close status.
        }
    }

    private async Task TakeAsync(ReceivedMessage message)
    {
        _idleLimit.Touch();
        try
        {
            switch (message.Kind)
            {
                case ReceivedKind.TooBig:
                    _intake.Record(message);
                    await CloseAsync(WebSocketCloseStatus.MessageTooBig, "message too big", null, CancellationToken.None).ConfigureAwait(false);
                    break;
                case ReceivedKind.Binary:
                    _intake.Record(message);
                    await this.AnswerAsync(
                        _emulator.Options.Behavior.BinaryMessages,
                        Refusals.Binary.ToFrame(null),
                        WebSocketCloseStatus.InvalidMessageType,
                        "binary messages are not accepted",
                        _ended.Token).ConfigureAwait(false);
                    break;
                default:
                    await _intake.TakeAsync(message, _ended.Token).ConfigureAwait(false);
                    break;
            }
        }
        catch (OperationCanceledException) when (!IsOpen)
        {
            // The connection ended meanwhile. The reading goes on to the peer's close frame: a socket that is closed with unread bytes is
            // reset, and the reset would overtake the server's own close frame.
        }
        catch (Exception defect) when (!SocketSender.IsLoss(defect))
        {
            await FailAsync(defect).ConfigureAwait(false);
        }
    }

    private void NoteEnd()
    {
        if (Interlocked.Exchange(ref _noted, 1) == 0)
        {
            _emulator.Journal.EndConnection(Id, _emulator.Time.GetUtcNow(), _closeStatus);
        }
    }
}
