using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ResponsesWebSocket.Emulator.Faults;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;
using ResponsesWebSocket.Emulator.Turns;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>Takes the client's messages in, one after the other: journal, arrival checks, and off to the lanes.</summary>
internal sealed class MessageHandler(EmulatorContext emulator, EmulatedConnection connection, LaneScheduler scheduler)
{
    private readonly LaneNames _names = new(emulator.Rules.Lanes, emulator.Options.Behavior.RefusesNullStreamId);
    private readonly DateTimeOffset _opened = emulator.Time.GetUtcNow();

    private EmulatorBehavior Behavior => emulator.Options.Behavior;

    /// <summary>Enters a message that is refused without being looked at.</summary>
    public void Record(ReceivedMessage message) => Record(message, null, null, null);

    public async Task TakeAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(message.Payload.Span);
        if (await connection.LosesAsync(text, message.Payload.Length, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        if (ParseObject(text) is not { } frame)
        {
            Record(message, text, null, null);
            await RefuseMalformedAsync(Refusals.InvalidJson, cancellationToken).ConfigureAwait(false);
        }
        else if (frame.Text("type") is "response.steer")
        {
            Record(message, text, null, null);
            await connection.Steers.TakeAsync(frame, connection, cancellationToken).ConfigureAwait(false);
        }
        else if (frame.Text("type") is not "response.create")
        {
            Record(message, text, frame.Text("stream_id"), null);
            await RefuseMalformedAsync(Refusals.UnknownType(frame.Text("type")), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var number = emulator.NextTurnNumber();
            Record(message, text, frame.Text("stream_id"), number);
            await TakeCreateAsync(frame, number, message.Payload.Length, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task RefuseMalformedAsync(RequestError error, CancellationToken cancellationToken) => connection.AnswerAsync(
        Behavior.MalformedMessages, ToFrame(error, null), WebSocketCloseStatus.PolicyViolation, "malformed message", cancellationToken);

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

    private async Task TakeCreateAsync(JsonElement frame, int number, int bytes, CancellationToken cancellationToken)
    {
        var (streamId, error) = _names.Read(frame);
        error ??= ProblemOf(streamId);
        var faults = new TurnFaults(emulator.Faults, number, connection.Id, streamId);
        if (await faults.AtArrivalAsync(cancellationToken).ConfigureAwait(false) is FaultAction.DropConnection)
        {
            connection.Drop();
        }
        else if (error is not null)
        {
            ForgetAll();
            await RefuseAsync(emulator.Rules.ToServiceShape(error), streamId, number, cancellationToken).ConfigureAwait(false);
        }
        else if (!connection.Flight.TryBegin(number))
        {
            ForgetAll();
            await RefuseAsync(Refusals.AlreadyInFlight, streamId, number, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var turn = new Turn(number, streamId, frame, bytes);
            connection.Steers.NoteCreate(turn.Lane, frame.Text("previous_response_id"));
            scheduler.Enqueue(turn);
            await scheduler.RoomAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // What has nothing to do with the create itself.
    private RequestError? ProblemOf(string? streamId) =>
        Behavior.KeyLifetime > TimeSpan.Zero && emulator.Time.GetUtcNow() - _opened >= Behavior.KeyLifetime ? Refusals.ExpiredKey
        : Behavior.MaximumQueuedCreates is { } most && !scheduler.HasRoom(streamId ?? string.Empty, most) ? Refusals.QueueLimit(most)
        : null;

    private void ForgetAll()
    {
        if (emulator.Rules.ErrorsEvictAll)
        {
            connection.Memory.Clear();
        }
    }

    private Task RefuseAsync(RequestError error, string? streamId, int? turn, CancellationToken cancellationToken) =>
        connection.SendTextAsync(ToFrame(error, streamId), streamId, turn, cancellationToken);

    private string ToFrame(RequestError error, string? streamId) =>
        (error with { AnnouncesLimits = Behavior.RateLimitHeaders }).ToFrame(streamId, Behavior.NumbersRefusals ? 0 : null);

    private void Record(ReceivedMessage message, string? text, string? streamId, int? turn) => emulator.Journal.AddFrame(
        connection.Id, fromClient: true, streamId, emulator.Time.GetUtcNow(), message.Payload.Length, text, turn);
}

/// <summary>Answers messages that make no sense.</summary>
internal static class BadMessages
{
    public static Task AnswerAsync(
        this EmulatedConnection connection,
        BadMessageAnswer answer,
        string errorFrame,
        WebSocketCloseStatus status,
        string reason,
        CancellationToken cancellationToken) => answer switch
    {
        BadMessageAnswer.Error => connection.SendTextAsync(errorFrame, null, null, cancellationToken),
        BadMessageAnswer.ErrorAndClose => connection.CloseAsync(status, reason, errorFrame, CancellationToken.None),
        _ => connection.CloseAsync(status, reason, null, CancellationToken.None),
    };
}
