using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Sessions;

internal enum TurnState
{
    /// <summary>Not a byte of it was sent.</summary>
    NotSent,

    /// <summary>It was sent, and what comes is kept for the consumer.</summary>
    Running,

    /// <summary>Its response ended with steers open, so that another one may follow.</summary>
    Settling,

    /// <summary>The consumer left, or does not read: what still comes is let pass.</summary>
    Draining,

    /// <summary>The consumer left, and the response ended with steers open.</summary>
    DrainingSteers,

    /// <summary>Nothing more of it can arrive.</summary>
    Ended,
}

/// <summary>
/// One <c>response.create</c> in flight. The session's read loop delivers into it and never waits; the consumer takes events
/// from a channel of the turn's own. A consumer that does not read can fail its own turn only.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The end of the turn ends its clock.")]
internal sealed class Turn(long byteBudget, InactivityTimeouts? timeouts = null)
{
    private readonly Channel<(ServerEvent Frame, int Bytes)> _events =
        Channel.CreateUnbounded<(ServerEvent, int)>(new() { SingleReader = true });

    // Asynchronous continuations: whoever waits for the end must not run on the read loop.
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly TurnSteers _steers = new();
    private State<TurnState> _state = new(TurnState.NotSent);
    private InactivityTimer? _clock;
    private long _unread;

    public TurnState State
    {
        get
        {
            lock (_gate)
            {
                return _state.Current;
            }
        }
    }

    /// <summary>Completes when nothing more of this turn can arrive.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Completes when the turn has its parent, or ended without: from then on the parent's lane may move on.</summary>
    public Task ParentBound => _bound.Task;

    /// <summary>The response the service made for the turn, once it said so.</summary>
    public string? ResponseId { get; private set; }

    /// <summary>How far the turn has come; only ever moves on.</summary>
    public DeliveryState Delivery { get; private set; }

    /// <summary>How long it may hear nothing.</summary>
    public InactivityTimeouts Limits => timeouts ?? InactivityTimeouts.None;

    /// <summary>The last sign of life since the turn was handed to the wire, as a timestamp; before that it is the youngest of all.</summary>
    public long SilentSince => _clock?.Since ?? (Delivery == DeliveryState.NotSent ? long.MaxValue : 0);

    /// <summary>Begins to measure how long the turn hears nothing; <paramref name="expired"/> is called when it is too long.</summary>
    public void Listen(TimeProvider time, Action<WaitPhase> expired)
    {
        lock (_gate)
        {
            if (Limits != InactivityTimeouts.None && IsRead_NeedsLock)
            {
                _clock = new InactivityTimer(Limits, time, expired);
            }
        }
    }

    /// <summary>The whole frame is on the wire. Only ever said after the write, which may come behind the first events.</summary>
    public void Written() => _clock?.Written();

    /// <returns>False when the turn ended before its frame could be sent.</returns>
    public bool TryMarkSent()
    {
        lock (_gate)
        {
            if (!_state.TryChangeState(TurnState.NotSent, TurnState.Running))
            {
                return false;
            }

            Advance_NeedsLock(DeliveryState.Ambiguous);
            return true;
        }
    }

    /// <summary>A steer is about to be sent.</summary>
    /// <returns>False when no response runs that it could steer.</returns>
    public bool TrySteer(PendingSteer steer)
    {
        lock (_gate)
        {
            if (_state.Current != TurnState.Running || ResponseId is null)
            {
                return false;
            }

            steer.Target = ResponseId;
            _steers.Add(steer);
            return true;
        }
    }

    /// <summary>Whether a steer is open that was meant for that response.</summary>
    public bool Awaits(string? target)
    {
        lock (_gate)
        {
            return _state.Current != TurnState.Ended && _steers.Concern(target);
        }
    }

    /// <summary>Called by the read loop.</summary>
    public void Deliver(ServerEvent frame, int bytes)
    {
        lock (_gate)
        {
            if (_state.Current == TurnState.Ended || (IsSettling_NeedsLock && !TryGoOn_NeedsLock(ref frame)) || BelongsToAnotherResponse_NeedsLock(frame))
            {
                return;
            }

            ResponseId ??= frame.ResponseId;
            _clock?.Heard();
            if (frame.SteerReply is { } answer)
            {
                _steers.Answer(answer);
                return;
            }

            if (frame.IsUnderWay)
            {
                _bound.TrySetResult();
            }

            if (frame.Kind == ServerEventKind.Content)
            {
                Advance_NeedsLock(DeliveryState.Answered);
            }
            else if (frame.ResponseId is not null)
            {
                Advance_NeedsLock(DeliveryState.Accepted);
            }

            if (frame.Kind == ServerEventKind.Error)
            {
                _steers.Drop("The response failed.");
            }

            // The service may make another response of its own, and the lane is its until it has answered every steer.
            frame = frame with { MayGoOn = frame.Kind == ServerEventKind.Terminal && _steers.AreOpen };
            var isLast = frame.Kind is ServerEventKind.Terminal or ServerEventKind.Error && !frame.MayGoOn;
            var isRead = IsRead_NeedsLock;
            if (frame.MayGoOn)
            {
                Settle_NeedsLock();
            }
            else if (isLast)
            {
                // Before the consumer can see the last event, so that it finds the lane free.
                Finish_NeedsLock();
            }

            if (isRead && frame.Kind != ServerEventKind.Silent)
            {
                Enqueue_NeedsLock(frame, bytes);
            }

            if (isLast)
            {
                _events.Writer.TryComplete();
            }
        }
    }

    /// <summary>Ends the turn with what went wrong; the first end counts.</summary>
    public void Fail(ResponsesWebSocketException cause)
    {
        lock (_gate)
        {
            if (_state.Current == TurnState.Ended)
            {
                return;
            }

            _steers.Drop(cause.Message);
            if (IsSettling_NeedsLock)
            {
                // The response is whole; only what would have followed is lost.
                EndSettled_NeedsLock(isClean: false);
            }
            else
            {
                End_NeedsLock(cause.For(Delivery));
            }
        }
    }

    /// <summary>
    /// The consumer has left. There is no cancel message, so what still comes is let pass until the terminal event; only then
    /// is the lane free. A turn that was never sent has nothing to wait for.
    /// </summary>
    public void Abandon()
    {
        lock (_gate)
        {
            Leave_NeedsLock(error: null);
            _steers.Leave();
            // Nobody waits for it any more. How long it may stay is the pool's to say.
            _clock?.Dispose();
            while (_events.Reader.TryRead(out _))
            {
                // Nobody will read what came so far; it would stay in memory as long as the lane.
            }
        }
    }

    /// <summary>The next event; the last one is terminal or an error.</summary>
    /// <exception cref="ResponsesWebSocketException">The turn failed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ServerEvent> NextAsync(CancellationToken cancellationToken)
    {
        while (await _events.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_events.Reader.TryRead(out var next))
            {
                Interlocked.Add(ref _unread, -next.Bytes);
                return next.Frame;
            }
        }

        throw new InvalidOperationException("The turn has ended; nothing follows its terminal event.");
    }

    /// <summary>A frame behind the end of a response whose steers are open.</summary>
    /// <returns>Whether the frame begins the response that follows.</returns>
    private bool TryGoOn_NeedsLock(ref ServerEvent frame)
    {
        _clock?.Heard();
        if (frame.SteerReply is { } answer)
        {
            _steers.Answer(answer);
            if (!_steers.AreOpen)
            {
                EndSettled_NeedsLock(isClean: true);
            }
        }
        else if (frame.Event is ResponseCreatedEvent && frame.ResponseId != ResponseId && _steers.AreAccepted)
        {
            GoOn_NeedsLock();
            ResponseId = frame.ResponseId;
            frame = frame with { Steered = _steers.Apply() };
            return true;
        }
        else if (frame.Kind == ServerEventKind.Error && (frame.ResponseId is null || frame.ResponseId != ResponseId))
        {
            _steers.Drop(frame.Error?.Message ?? "The service reported an error.");
            EndSettled_NeedsLock(isClean: false);
        }

        return false;
    }

    private void EndSettled_NeedsLock(bool isClean)
    {
        if (IsRead_NeedsLock)
        {
            Enqueue_NeedsLock(new ServerEvent(ServerEventKind.Settled, "", null) { Steered = _steers.Waiting, IsClean = isClean }, 0);
        }

        End_NeedsLock(error: null);
    }

    private void Enqueue_NeedsLock(in ServerEvent frame, int bytes)
    {
        if (Interlocked.Add(ref _unread, bytes) <= byteBudget)
        {
            _events.Writer.TryWrite((frame, bytes));
            return;
        }

        var tooSlow = new ProtocolViolationException(
            $"The answer was not read: more than {byteBudget} bytes of events wait. Read the events, or raise MaxBufferedBytes.") { Delivery = Delivery };
        Leave_NeedsLock(tooSlow);
        _events.Writer.TryComplete(tooSlow);
    }

    private bool BelongsToAnotherResponse_NeedsLock(in ServerEvent frame) =>
        frame.ResponseId is not null && ResponseId is not null && frame.ResponseId != ResponseId;

    private void Advance_NeedsLock(DeliveryState next) => Delivery = next > Delivery ? next : Delivery;

    private bool IsSettling_NeedsLock => _state.Current is TurnState.Settling or TurnState.DrainingSteers;

    /// <summary>Whether the consumer is there and more may come for it.</summary>
    private bool IsRead_NeedsLock => _state.Current is TurnState.NotSent or TurnState.Running or TurnState.Settling;

    /// <summary>The response ended, and steers are open.</summary>
    private void Settle_NeedsLock()
    {
        if (!_state.TryChangeState(TurnState.Draining, TurnState.DrainingSteers))
        {
            _state.ChangeState(TurnState.Running, TurnState.Settling);
        }
    }

    /// <summary>Another response follows the one that ended.</summary>
    private void GoOn_NeedsLock()
    {
        if (!_state.TryChangeState(TurnState.DrainingSteers, TurnState.Draining))
        {
            _state.ChangeState(TurnState.Settling, TurnState.Running);
        }
    }

    /// <summary>The consumer takes no more events. What was never sent has nothing to wait for.</summary>
    private void Leave_NeedsLock(Exception? error)
    {
        if (_state.Current == TurnState.NotSent)
        {
            End_NeedsLock(error);
        }
        else if (!_state.TryChangeState(TurnState.Running, TurnState.Draining))
        {
            _state.TryChangeState(TurnState.Settling, TurnState.DrainingSteers);
        }
    }

    private void End_NeedsLock(Exception? error)
    {
        _events.Writer.TryComplete(error);
        Finish_NeedsLock();
    }

    private void Finish_NeedsLock()
    {
        _state.ChangeState(_state.Current, TurnState.Ended);
        _bound.TrySetResult();
        _ended.TrySetResult();
        _clock?.Dispose();
    }
}
