using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.Diagnostics;
using ResponsesWebSocket.Client.Protocol;
using ResponsesWebSocket.Client.Transport;

namespace ResponsesWebSocket.Client.Connections;

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
    private readonly long _opened;
    private readonly Task _reading;

    public Session(int number, ITransport transport, TimeProvider time, ILogger logger)
    {
        Number = number;
        _transport = transport;
        _time = time;
        _logger = logger;
        _opened = time.GetTimestamp();
        DefaultLane = new Lane(this, streamId: null) { LastUsed = _opened };
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Counts sockets from 1 in the order of opening.</summary>
    public int Number { get; }

    public Lane DefaultLane { get; }

    public TimeSpan Age => _time.GetElapsedTime(_opened);

    public bool IsOpen => !_broken.Task.IsCompleted;

    /// <summary>Completes with the first cause when the session ends. Never faults.</summary>
    public Task<ResponsesWebSocketException> Broken => _broken.Task;

    /// <summary>
    /// Sends one frame. Takes no caller's token: cancelling a send in the middle of a frame would cost the socket, and with it
    /// every other conversation on it.
    /// </summary>
    public async Task SendAsync(Turn turn, ReadOnlyMemory<byte> frame)
    {
        try
        {
            await _sending.WaitAsync(_closing.Token).ConfigureAwait(false);
            try
            {
                // A turn abandoned while it waited here costs nothing: not a byte of it was sent. Nor is it sent on a session
                // that is over, whose transport may not know it yet: it can be replayed only as long as it was not sent.
                if (IsOpen && turn.TryMarkSent())
                {
                    await _transport.SendAsync(frame, _closing.Token).ConfigureAwait(false);
                }
            }
            finally
            {
                _sending.Release();
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

    /// <summary>Closes in order: the good-bye goes out before the pending receive is given up, since that aborts the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        if (TryEnd(new ConnectionLostException("The client was disposed.") { IsTransient = false }))
        {
            await _transport.DisposeAsync().ConfigureAwait(false);
            await _closing.CancelAsync().ConfigureAwait(false);
        }

        await _reading.ConfigureAwait(false);
    }

    private bool TryEnd(ResponsesWebSocketException cause)
    {
        if (!_broken.TrySetResult(cause))
        {
            return false;
        }

        DefaultLane.Fail(cause);
        Log.SessionBroken(_logger, Number, Age, cause.GetType().Name, (cause as ConnectionLostException)?.CloseStatus);
        return true;
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
                        Break(Closed(message.CloseStatus, message.CloseReason));
                        return;
                    case TransportMessageKind.Binary:
                        Break(new ProtocolViolationException("The service sent a binary message; this protocol has none. Check that Endpoint is the base URL of a Responses API."));
                        return;
                    default:
                        Route(EventReader.Read(message.Content.Span), message.Content.Length);
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

    private static ConnectionLostException Closed(int? status, string? reason) =>
        new($"The service closed the socket ({status}: {(string.IsNullOrEmpty(reason) ? "no reason" : reason)}).{CloseCode.AdviceFor(status)}")
        {
            CloseStatus = status,
            IsTransient = CloseCode.MayPass(status),
        };

    private void Route(in InboundFrame frame, int bytes)
    {
        // Only the default lane is used, so a named one is not ours.
        var lane = string.IsNullOrEmpty(frame.StreamId) ? DefaultLane : null;
        if (frame.Error is { Code: ServerError.ConnectionLimitReached } limit)
        {
            Break(new ConnectionLostException($"The service ended the socket at the age of {Age}: {limit.Message}"));
        }
        else if (lane?.Deliver(frame, bytes) != true && frame.Kind == FrameKind.Error)
        {
            // Nobody asked. It may be the late error of an earlier turn, and must never become that of the next one.
            Break(new ProtocolViolationException($"The service sent an error that belongs to no turn (code {frame.Error!.Code ?? "unknown"})."));
        }
        else if (frame.Event is OtherResponseEvent)
        {
            Log.UnknownEvent(_logger, frame.Type, Number);
        }
    }
}
