using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Telemetry;
using ResponsesWebSocket.Client.Transport;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Sessions;

/// <summary>
/// One socket from connect to close. Owns the transport, the read loop and the lanes; is thrown away whole. The read loop runs
/// from connect to close whether or not a turn is in flight, because only a pending receive answers the service's pings.
/// </summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly ITransport _transport;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<ResponsesWebSocketException> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LaneCapability _support;
    private readonly ConcurrentDictionary<string, Lane> _named = new(StringComparer.Ordinal);
    private readonly long _opened;
    private readonly DateTimeOffset _openedAt;
    private readonly Task _reading;
    private readonly Lock _gate = new();
    private State<SessionState> _state = new(SessionState.Open);
    private long _sendings;
    private long _heard;

    public Session(SessionName name, ITransport transport, LaneCapability support, TimeProvider time, ILogger logger)
    {
        Name = name;
        _transport = transport;
        _support = support;
        _time = time;
        _logger = logger;
        _opened = time.GetTimestamp();
        _openedAt = time.GetUtcNow();
        DefaultLane = new Lane(this, streamId: null) { LastUsed = _opened };
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Counts sockets from 1 in the order of opening.</summary>
    public int Number => Name.Number;

    /// <summary>What the log calls it.</summary>
    public SessionName Name { get; }

    public Lane DefaultLane { get; }

    /// <summary>The default lane and all named ones. A name is used up for the life of the socket.</summary>
    public IEnumerable<Lane> Lanes => _named.Values.Prepend(DefaultLane);

    public int LaneNames => _named.Count;

    /// <summary>The lanes on which a turn was in flight when the session ended.</summary>
    public IReadOnlySet<LaneKey> BusyAtEnd { get; private set; } = new HashSet<LaneKey>();

    public Lane? Find(LaneKey key) => key.StreamId is null ? DefaultLane : _named.GetValueOrDefault(key.StreamId);

    /// <summary>A machine that sleeps may stop the one clock and not the other; the service goes by its own.</summary>
    public TimeSpan Age
    {
        get
        {
            var (elapsed, byDate) = (_time.GetElapsedTime(_opened), _time.GetUtcNow() - _openedAt);
            return elapsed > byDate ? elapsed : byDate;
        }
    }

    public SessionState State
    {
        get
        {
            lock (_gate)
            {
                return _state.Current;
            }
        }
    }

    public bool IsOpen => State != SessionState.Ended;

    /// <summary>Completes with the first cause when the session ends. Never faults.</summary>
    public Task<ResponsesWebSocketException> Broken => _broken.Task;

    /// <summary>A lane with the next name. Called by one thread at a time.</summary>
    public Lane AddLane()
    {
        var name = (_named.Count + 1).ToString(CultureInfo.InvariantCulture);
        return _named[name] = new Lane(this, name) { LastUsed = _time.GetTimestamp() };
    }

    /// <summary>Counts turns in the order in which they were handed over.</summary>
    public long NextSending() => Interlocked.Increment(ref _sendings);

    /// <summary>
    /// Sends one frame. Takes no caller's token: cancelling a send in the middle of a frame would cost the socket, and with it
    /// every other conversation on it.
    /// </summary>
    /// <returns>Whether the whole frame is on the wire; without it the turn was abandoned or has failed.</returns>
    public async Task<bool> SendAsync(Turn turn, ReadOnlyMemory<byte> frame)
    {
        var isWritten = false;
        try
        {
            isWritten = await WriteAsync(() =>
            {
                // A turn abandoned while it waited here costs nothing: not a byte of it was sent. Nor is it sent on a session
                // that is over, whose transport may not know it yet: it can be replayed only as long as it was not sent.
                if (!IsOpen || !turn.TryMarkSent())
                {
                    return null;
                }

                turn.Listen(_time, phase => GiveUp(turn, phase));
                return frame;
            }).ConfigureAwait(false);
            if (isWritten)
            {
                turn.Written();
            }
        }
        catch (ConnectionLostException cause)
        {
            turn.Fail(Break(cause));
        }
        catch (OperationCanceledException)
        {
            turn.Fail(await Broken.ConfigureAwait(false));
        }

        // Whoever ended the session in the meantime may have looked for turns to fail before this one was there.
        if (!IsOpen)
        {
            turn.Fail(await Broken.ConfigureAwait(false));
        }

        return isWritten;
    }

    /// <summary>
    /// Sends a steer behind all that was sent before. The steer is told what becomes of it, also when it is not sent because
    /// there is nothing to steer any more.
    /// </summary>
    public async Task SteerAsync(Turn turn, PendingSteer steer, CancellationToken cancellationToken)
    {
        try
        {
            var isWritten = await WriteAsync(() =>
            {
                if (cancellationToken.IsCancellationRequested || !IsOpen || !turn.TrySteer(steer))
                {
                    return null;
                }

                return steer.ToFrame();
            }).ConfigureAwait(false);
            if (isWritten)
            {
                return;
            }
        }
        catch (ConnectionLostException cause)
        {
            // Fails the turns in flight, and they hand their steers back. Not on the caller's thread, which may hold a lock of its own.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            Break(cause);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            turn.Fail(await Broken.ConfigureAwait(false));
        }

        steer.HandBack("No response runs that it could steer.");
    }

    /// <summary>Writes one frame when it is its turn at the socket; null writes none.</summary>
    private async Task<bool> WriteAsync(Func<ReadOnlyMemory<byte>?> next)
    {
        await _sending.WaitAsync(_closing.Token).ConfigureAwait(false);
        try
        {
            if (next() is not { } frame)
            {
                return false;
            }

            await _transport.SendAsync(frame, _closing.Token).ConfigureAwait(false);
            return true;
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>A turn fell silent. Another one may have before, or the session may have ended.</summary>
    public void Degrade()
    {
        lock (_gate)
        {
            _state.TryChangeState(SessionState.Open, SessionState.Degraded);
        }
    }

    /// <summary>The one fatal door: the first cause wins and fails every turn in flight.</summary>
    public ResponsesWebSocketException Break(ResponsesWebSocketException cause)
    {
        if (TryEnd(cause))
        {
            _closing.Cancel();
        }

        return _broken.Task.Result;
    }

    public ValueTask DisposeAsync() => CloseAsync(new ConnectionLostException("The client was disposed.") { IsTransient = false, IsOwnWish = true });

    /// <summary>Closes in order: the good-bye goes out before the pending receive is given up, since that aborts the socket.</summary>
    public async ValueTask CloseAsync(ResponsesWebSocketException cause)
    {
        if (TryEnd(cause))
        {
            await _transport.DisposeAsync().ConfigureAwait(false);
            await _closing.CancelAsync().ConfigureAwait(false);
        }

        await _reading.ConfigureAwait(false);
    }

    private bool TryEnd(ResponsesWebSocketException cause)
    {
        // The lanes are asked outside of this lock.
        HashSet<LaneKey> busy = [.. Lanes.Where(static lane => lane.InFlight is not null).Select(static lane => lane.Key)];
        lock (_gate)
        {
            if (!_state.TryChangeState(SessionState.Open, SessionState.Ended) && !_state.TryChangeState(SessionState.Degraded, SessionState.Ended))
            {
                return false;
            }

            // Before anybody hears of the end.
            BusyAtEnd = busy;
            _broken.SetResult(cause);
        }

        foreach (var lane in Lanes)
        {
            lane.Fail(cause);
        }

        Log.SessionEnded(_logger, Name, Age, cause);
        return true;
    }

    /// <summary>
    /// A turn has been silent for too long. If anything else was heard meanwhile, or a younger turn has not waited as long, only
    /// this one fails; otherwise nothing speaks for the socket.
    /// </summary>
    private void GiveUp(Turn turn, WaitPhase phase)
    {
        var lane = Lanes.FirstOrDefault(lane => lane.InFlight == turn);
        var cause = TimeoutError.Of(phase, turn.Limits, Number, lane?.StreamId);
        // A frame that cannot be written lets no other one pass.
        var lives = phase != WaitPhase.Write && (Interlocked.Read(ref _heard) > turn.SilentSince
            || Lanes.Any(other => other.InFlight is { } young && young.SilentSince > turn.SilentSince));
        if (lane is not null && lives)
        {
            Degrade();
            lane.Quarantine();
            turn.Fail(cause);
            Log.TurnStalled(_logger, Name, lane.StreamId, phase.ToString());
        }
        else if (lane is not null)
        {
            Break(cause);
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var message = await _transport.ReceiveAsync(_closing.Token).ConfigureAwait(false);
                switch (message.Kind)
                {
                    case TransportMessageKind.Close:
                        Break(CloseCode.ToException(message.CloseStatus, message.CloseReason));
                        return;
                    case TransportMessageKind.Binary:
                        Break(new ProtocolViolationException("The service sent a binary message; this protocol has none. Check that Endpoint is the base URL of a Responses API."));
                        return;
                    default:
                        Route(EventReader.Read(message.Content.Span, _time), message.Content.Length);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Broken elsewhere; the cause is known there.
        }
        catch (ResponsesWebSocketException cause)
        {
            Break(cause);
        }
        catch (Exception cause)
        {
            // Whatever it was, the turns in flight must hear of it: a read loop that dies in silence stalls them for ever.
            Break(new ProtocolViolationException($"Reading from the socket failed: {cause.Message}", cause));
        }
        finally
        {
            await _transport.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Route(in ServerEvent frame, int bytes)
    {
        Interlocked.Exchange(ref _heard, _time.GetTimestamp());
        if (frame.Error is { Code: ServerError.ConnectionLimitReached } limit)
        {
            Break(new ConnectionLostException($"The service ended the socket at the age of {Age}: {limit.Message}") { IsAgeLimit = true });
        }
        else if (frame.SteerReply is { } answer)
        {
            // By the response it is about: such an answer need not name its lane, and of one that nobody awaits nobody wants to know.
            AwaitingReplyFor(answer.Target)?.Deliver(frame, bytes);
        }
        else if (LaneOf(frame)?.Deliver(frame, bytes) != true && frame.Error is { } error)
        {
            // Nobody asked, or it is meant for the whole connection. It may be the late error of an earlier turn, and must
            // never become that of the next one.
            Break(new ConnectionLostException($"The service sent an error that belongs to no turn (code {error.Code ?? "unknown"}): {error.Message}"));
        }
        else if (frame.Event is OtherResponseEvent)
        {
            Log.UnknownEvent(_logger, frame.Type, Name);
        }
    }

    private Turn? AwaitingReplyFor(string? target) => Lanes.Select(static lane => lane.InFlight).FirstOrDefault(turn => turn?.Awaits(target) == true);

    private Lane? LaneOf(in ServerEvent frame)
    {
        if (!string.IsNullOrEmpty(frame.StreamId))
        {
            _support.Prove();
            return _named.GetValueOrDefault(frame.StreamId);
        }

        if (_named.IsEmpty)
        {
            return DefaultLane;
        }

        if (frame.Error is { } error)
        {
            return LaneOf(error);
        }

        if (_support.Proven || DefaultLane.InFlight is not null)
        {
            return DefaultLane;
        }

        // A service that passes over the name works in the order of sending.
        var lane = FirstSent(static lane => lane.InFlight is not null);
        if (lane is not null && frame.ResponseId is not null)
        {
            Log.LanesRefused(_logger, Name);
            _support.Refuse();
        }

        return lane ?? DefaultLane;
    }

    /// <summary>The lane of an error that names none.</summary>
    private Lane? LaneOf(ServerError error)
    {
        if (error.BlamesLane)
        {
            // A service without lanes cannot name the one it refuses.
            return FirstSent(static lane => lane is { StreamId: not null, InFlight.Delivery: DeliveryState.Ambiguous });
        }

        // With several turns in flight nothing says which of them it ends: it ends the connection. One that was given up on the
        // default lane may still be told its error there.
        return DefaultLane is { InFlight: null, State: not LaneState.Quarantined } && Lanes.Where(static lane => lane.InFlight is not null).Take(2).ToArray() is [var only] ? only : DefaultLane;
    }

    private Lane? FirstSent(Func<Lane, bool> wanted) => Lanes.Where(wanted).MinBy(static lane => lane.Sending);
}
