using ResponsesWebSocket.Emulator.Faults;
using ResponsesWebSocket.Emulator.Outputs;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Turns;

/// <summary>Runs one turn that has reached the head of its lane: validate, find the parent, answer, remember.</summary>
internal sealed class TurnRunner(EmulatorContext emulator, ITurnConnection connection)
{
    public async Task RunAsync(Turn turn, CancellationToken cancellationToken)
    {
        var faults = new TurnFaults(emulator.Faults, turn.Number, connection.Id, turn.StreamId);
        var events = new EventStream(connection, turn.Number, turn.StreamId, faults, cancellationToken);
        try
        {
            await RunAsync(turn, faults, events, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The connection has ended; its turns end with it.
        }
        catch (OperationCanceledException)
        {
            // The socket broke under a send before the read loop noticed.
            connection.Drop();
        }
        catch (Exception defect)
        {
            await connection.FailAsync(defect);
        }
    }

    private async Task RunAsync(Turn turn, TurnFaults faults, EventStream events, CancellationToken cancellationToken)
    {
        try
        {
            await AnswerAsync(turn, faults, events, cancellationToken);
        }
        catch (RequestRefusedException refused)
        {
            await RefuseAsync(turn, events, refused.Error);
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            // A model that throws, or a mistake of the emulator: said aloud, as a server error of this turn.
            await RefuseAsync(turn, events, Refusals.Defect(defect));
        }
    }

    private async Task AnswerAsync(Turn turn, TurnFaults faults, EventStream events, CancellationToken cancellationToken)
    {
        // The connection may have ended while the turn was queued.
        cancellationToken.ThrowIfCancellationRequested();
        await StartAsync(faults, cancellationToken);
        var request = RequestValidator.Read(turn.Frame, emulator.Store.FindItem);
        events.Obfuscate = request.Obfuscate;
        var (parent, source) = FindParent(request, turn.Lane);
        var started = new StartedTurn(turn, request, parent, source);
        CallBalance.Check(started.Context);
        await new ResponseRun(emulator, connection, started, events, faults.TerminalOutput).RunAsync(cancellationToken);
    }

    private async Task StartAsync(TurnFaults faults, CancellationToken cancellationToken)
    {
        switch (await faults.AtStartAsync(cancellationToken))
        {
            case FaultAction.RefuseTurn(var status, var code, var message):
                throw new RequestRefusedException(new(status, code, message));
            case FaultAction.DropConnection:
                connection.Drop();
                throw new OperationCanceledException("A fault dropped the connection.");
        }
    }

    // Resolved only now, not on arrival: a fork that waited too long finds that its parent is gone.
    private (HeldResponse? Parent, ParentSource Source) FindParent(CreateRequest request, string lane)
    {
        if (request.PreviousResponseId is not { } id)
        {
            return (null, ParentSource.None);
        }

        if (connection.Memory.Find(id) is { } held)
        {
            return (held.Response, held.Lane == lane ? ParentSource.SameLane : ParentSource.OtherLane);
        }

        return emulator.Store.Find(id) is { } stored
            ? (stored, ParentSource.Store)
            : throw new RequestRefusedException(Refusals.ParentNotFound(id));
    }

    // Read from the raw frame, since a bad field evicts the parent as well, although the parent was never looked at.
    private Task RefuseAsync(Turn turn, EventStream events, RequestError error)
    {
        if (turn.Frame.Text("previous_response_id") is { } parentId)
        {
            connection.Memory.Evict(turn.Lane, parentId);
        }

        return events.SendErrorAsync(error);
    }
}
