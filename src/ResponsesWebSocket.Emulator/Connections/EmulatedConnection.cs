using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ResponsesWebSocket.Emulator.Faults;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;
using ResponsesWebSocket.Emulator.Turns;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>One accepted socket from upgrade to end. Reading is done here; turns run on the scheduler and send through here.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Semaphore and token source hold nothing but memory, and a test may drop or close a connection at the very moment of its end.")]
internal sealed class EmulatedConnection
{
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private readonly EmulatorContext _emulator;
    private readonly WebSocket _socket;
    private readonly LaneNames _names = new();
    private readonly LaneScheduler _scheduler;
    private readonly TurnRunner _turns;
    private readonly Action _endStream;
    private volatile bool _dropped;
    private int? _closeStatus;

    public EmulatedConnection(EmulatorContext emulator, WebSocket socket, Action endStream, int id)
    {
        _endStream = endStream;
        _emulator = emulator;
        _socket = socket;
        Id = id;
        _turns = new(emulator, this);
        _scheduler = new(turn => _turns.RunAsync(turn, _ended.Token));
    }

    public int Id { get; }

    public ConnectionMemory Memory { get; } = new();

    /// <summary>Serves the connection until it ends, whoever ends it.</summary>
    public async Task RunAsync()
    {
        var age = _emulator.Options.MaximumConnectionAge;
        var expired = Task.CompletedTask;
        await using (_emulator.Time.CreateTimer(_ => expired = ExpireAsync(age), null, age, Timeout.InfiniteTimeSpan))
        {
            await ReadAsync(new(_socket, _emulator.Options.MaximumMessageBytes));
        }

        await _ended.CancelAsync();
        await _scheduler.StopAsync();
        await expired;
        _emulator.Journal.EndConnection(Id, _emulator.Time.GetUtcNow(), _closeStatus);
    }

    /// <summary>The one way out for what should not happen: a mistake of the emulator, or a fault hook that throws.</summary>
    public Task FailAsync(Exception defect)
    {
        // A close frame has room for 123 bytes of reason.
        var reason = $"{defect.GetType().Name}: {defect.Message}";
        return CloseAsync(WebSocketCloseStatus.InternalServerError, reason[..Math.Min(40, reason.Length)], null, CancellationToken.None);
    }

    /// <summary>Whether the connection is in use: nobody has closed, dropped or lost it.</summary>
    public bool IsOpen => !_ended.IsCancellationRequested;

    /// <summary>Ends the connection without a close handshake, but delivers what was sent: the server stops sending for good, the peer sees
    /// the stream end in the middle of the conversation. An abort would reset the connection, and a reset discards what the peer has
    /// not read yet, so that a test could not say after which event the loss came.</summary>
    public void Drop()
    {
        _ended.Cancel();
        _dropped = true;
        EndStreamIfDropped();
    }

    /// <summary>Resets the TCP connection, whatever is under way.</summary>
    public void Abort()
    {
        _ended.Cancel();
        _socket.Abort();
    }

    /// <summary>Sends a close frame; turns that run are cut, those that wait are dropped.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string? reason, string? lastFrame, CancellationToken cancellationToken)
    {
        await _ended.CancelAsync();
        await _sending.WaitAsync(cancellationToken);
        try
        {
            if (_socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            {
                return;
            }

            if (lastFrame is not null)
            {
                await SendTextNeedsLockAsync(lastFrame, null, null);
            }

            _closeStatus ??= (int)status;
            await _socket.CloseOutputAsync(status, reason, CancellationToken.None);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            // The peer went first; the read loop sees it too and ends the connection.
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Sends one text message.</summary>
    /// <exception cref="OperationCanceledException">The connection has ended.</exception>
    public async Task SendTextAsync(string text, string? streamId, int? turn, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            ThrowIfEnded();
            await SendTextNeedsLockAsync(text, streamId, turn);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            throw new OperationCanceledException("The connection was lost.", exception);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Sends one binary message.</summary>
    /// <exception cref="OperationCanceledException">The connection has ended.</exception>
    public async Task SendBinaryAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            ThrowIfEnded();
            _emulator.Journal.AddFrame(Id, fromClient: false, null, _emulator.Time.GetUtcNow(), payload.Length, null, null);
            await _socket.SendAsync(payload, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            throw new OperationCanceledException("The connection was lost.", exception);
        }
        finally
        {
            Release();
        }
    }

    private static bool IsLoss(Exception exception) => exception is WebSocketException or IOException or ObjectDisposedException;

    private void Release()
    {
        _sending.Release();
        EndStreamIfDropped();
    }

    // Between two messages only: whoever holds the semaphore ends the stream when done.
    private void EndStreamIfDropped()
    {
        if (_dropped && _sending.Wait(0))
        {
            try
            {
                _endStream();
            }
            finally
            {
                _sending.Release();
            }
        }
    }

    private void ThrowIfEnded()
    {
        if (_ended.IsCancellationRequested || _socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            throw new OperationCanceledException("The connection has ended.");
        }
    }

    // No token goes into the socket's send: cancelling it would break the socket for the other lanes.
    private Task SendTextNeedsLockAsync(string text, string? streamId, int? turn)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        _emulator.Journal.AddFrame(Id, fromClient: false, streamId, _emulator.Time.GetUtcNow(), payload.Length, text, turn);
        return _socket.SendAsync(payload.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask();
    }

    // The limit also strikes idle connections: the frame comes unasked, then the close.
    private Task ExpireAsync(TimeSpan age) =>
        CloseAsync(WebSocketCloseStatus.NormalClosure, null, Refusals.ConnectionLimit(age).ToFrame(null), CancellationToken.None);

    private async Task ReadAsync(MessageReader reader)
    {
        try
        {
            while (true)
            {
                var message = await reader.ReadAsync(CancellationToken.None);
                switch (message.Kind)
                {
                    case ReceivedKind.Close:
                        await AnswerCloseAsync();
                        return;
                    case var _ when !IsOpen:
                        // It crossed the end of the connection: as good as still in the network.
                        break;
                    case ReceivedKind.TooBig:
                        Record(message, null, null, null);
                        await CloseAsync(WebSocketCloseStatus.MessageTooBig, "message too big", null, CancellationToken.None);
                        await reader.DiscardAsync(CancellationToken.None);
                        return;
                    case ReceivedKind.Binary:
                        Record(message, null, null, null);
                        await CloseAsync(WebSocketCloseStatus.InvalidMessageType, "binary messages are not accepted", null, CancellationToken.None);
                        await reader.DiscardAsync(CancellationToken.None);
                        return;
                    case ReceivedKind.Text:
                        await TakeAsync(message);
                        break;
                }
            }
        }
        catch (Exception exception) when (IsLoss(exception) || exception is OperationCanceledException)
        {
            // Lost, or dropped by a fault: there is nobody left to tell, and the journal shows an end without close status.
        }
        catch (Exception defect)
        {
            await FailAsync(defect);
        }
    }

    private async Task AnswerCloseAsync()
    {
        var status = _socket.CloseStatus ?? WebSocketCloseStatus.Empty;
        _closeStatus ??= (int)status;
        await CloseAsync(status, _socket.CloseStatusDescription, null, CancellationToken.None);
    }

    private void Record(ReceivedMessage message, string? text, string? streamId, int? turn) =>
        _emulator.Journal.AddFrame(Id, fromClient: true, streamId, _emulator.Time.GetUtcNow(), message.Payload.Length, text, turn);

    private async Task TakeAsync(ReceivedMessage message)
    {
        var text = Encoding.UTF8.GetString(message.Payload.Span);
        if (ParseObject(text) is not { } frame)
        {
            Record(message, text, null, null);
            await AnswerAsync(Refusals.InvalidJson, null, null);
            return;
        }

        if (frame.Text("type") is not "response.create")
        {
            Record(message, text, frame.Text("stream_id"), null);
            await AnswerAsync(Refusals.UnknownType(frame.Text("type")), null, null);
            return;
        }

        var number = _emulator.NextTurn();
        Record(message, text, frame.Text("stream_id"), number);
        await TakeCreateAsync(frame, number, message.Payload.Length);
    }

    private async Task TakeCreateAsync(JsonElement frame, int number, int bytes)
    {
        var (streamId, error) = _names.Read(frame);
        var faults = new TurnFaults(_emulator.Faults, number, Id, streamId);
        if (await faults.AtArrivalAsync(_ended.Token) is FaultAction.DropConnection)
        {
            Drop();
        }
        else if (error is not null)
        {
            await AnswerAsync(error, streamId, number);
        }
        else
        {
            _scheduler.Enqueue(new(number, streamId, frame, bytes));
        }
    }

    private Task AnswerAsync(RequestError error, string? streamId, int? turn) =>
        SendTextAsync(error.ToFrame(streamId), streamId, turn, CancellationToken.None);

    private static JsonElement? ParseObject(string text)
    {
        try
        {
            var element = JsonText.Parse(text);
            return element.ValueKind == JsonValueKind.Object ? element : null;
        }
        catch (JsonException)
        {
            // Answered by an error frame: the connection stays usable.
            return null;
        }
    }
}
