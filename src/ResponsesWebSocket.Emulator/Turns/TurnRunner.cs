using ResponsesWebSocket.Emulator.Costs;
using ResponsesWebSocket.Emulator.Faults;
using ResponsesWebSocket.Emulator.Outputs;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;
using ResponsesWebSocket.Emulator.Steering;

namespace ResponsesWebSocket.Emulator.Turns;

/// <summary>Runs one turn that has reached the head of its lane: validate, find the parent, answer, remember.</summary>
internal sealed class TurnRunner(EmulatorContext emulator, ITurnConnection connection)
{
    private readonly SteerCompletion _steering = new(emulator, connection);

    /// <summary>Runs the turn, and the successors that steers make of it: they keep its place in the lane.</summary>
    public async Task RunAsync(Turn turn, CancellationToken cancellationToken)
    {
        for (var next = turn; next is not null;)
        {
            next = await RunOneAsync(next, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Turn?> RunOneAsync(Turn turn, CancellationToken cancellationToken)
    {
        var faults = new TurnFaults(emulator.Faults, turn.Number, connection.Id, turn.StreamId);
        var meter = emulator.Costs is { } costs ? new TurnMeter(costs, turn.Number, connection.Affinity, cancellationToken) : null;
        var numbers = new Numbering(emulator.Options.Behavior, connection.Memory.NumbersOf(turn.Lane));
        var events = new EventStream(connection, faults, numbers, cancellationToken) { Meter = meter };
        try
        {
            return await RunAsync(turn, faults, events, cancellationToken).ConfigureAwait(false);
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
            await connection.FailAsync(defect).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<Turn?> RunAsync(Turn turn, TurnFaults faults, EventStream events, CancellationToken cancellationToken)
    {
        ResponseRun? run = null;
        try
        {
            if (!turn.IsAutomatic && events.Meter is { } meter)
            {
                await meter.RequestAsync(connection.Transport == Transports.Http).ConfigureAwait(false);
            }

            run = await PrepareAsync(turn, faults, events, cancellationToken).ConfigureAwait(false);
            await run.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RequestRefusedException refused)
        {
            await RefuseAsync(turn, run, events, refused.Error).ConfigureAwait(false);
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            // A model that throws, or a mistake of the emulator: said aloud, as a server error of this turn.
            await RefuseAsync(turn, run, events, Refusals.Defect(defect)).ConfigureAwait(false);
        }

        return await _steering.SettleAsync(turn, run).ConfigureAwait(false);
    }

    private async Task<ResponseRun> PrepareAsync(Turn turn, TurnFaults faults, EventStream events, CancellationToken cancellationToken)
    {
        // The connection may have ended while the turn was queued.
        cancellationToken.ThrowIfCancellationRequested();
        var fixedAnswer = await StartAsync(faults, cancellationToken).ConfigureAwait(false);
        var request = ReadRequest(turn);
        events.Obfuscate = request.Obfuscate;
        var (parent, source) = FindParent(request, turn.Lane);
        var started = new StartedTurn(turn, WithSteers(request, turn.Lane), parent, source) { FixedAnswer = fixedAnswer };
        var context = CompactionItem.Expand(started.Context);
        CallBalance.Check(context);
        ControlItems.Check(request, context, emulator.Options.TakesAdditionalTools(request.Model));
        started = started with { Request = started.Request with { Effective = Configuration.Apply(request.Frame, context) } };
        return new(emulator, connection, started, events, faults.TerminalOutput);
    }

    private CreateRequest ReadRequest(Turn turn)
    {
        try
        {
            var request = RequestValidator.Read(turn.Frame, emulator.Store.FindItem, emulator.Options.Behavior, connection.Transport);
            emulator.Rules.Check(turn.Frame);
            return request;
        }
        catch (RequestRefusedException refused)
        {
            throw new RequestRefusedException(refused.Error with { IsBeforeParent = true });
        }
    }

    // Steers that waited for this turn come first, in the order in which they were sent.
    private CreateRequest WithSteers(CreateRequest request, string lane)
    {
        var steers = request is { Generate: true, PreviousResponseId: { } id } ? connection.Steers.WaitingFor(lane, id) : [];
        return steers.Count == 0 ? request : request with { Input = [.. steers.SelectMany(static steer => steer.Items), .. request.Input] };
    }

    private async Task<ModelAnswer?> StartAsync(TurnFaults faults, CancellationToken cancellationToken)
    {
        switch (await faults.AtStartAsync(cancellationToken).ConfigureAwait(false))
        {
            case FaultAction.RefuseTurn(var status, var code, var message):
                throw new RequestRefusedException(new(status, code, message));
            case FaultAction.EndTurn(var error):
                return error.BeginsResponse ? ModelAnswer.Error(error) : throw new RequestRefusedException(RequestError.From(error));
            case FaultAction.DropConnection:
                connection.Drop();
                throw new OperationCanceledException("A fault dropped the connection.");
            default:
                return null;
        }
    }

    // Resolved only now, not on arrival: a fork that waited too long finds that its parent is gone.
    private (CachedResponse? Parent, ParentSource Source) FindParent(CreateRequest request, string lane)
    {
        if (request.PreviousResponseId is not { } id)
        {
            return (null, ParentSource.None);
        }

        if (connection.Memory.Find(id, lane) is { } held)
        {
            return (held.Response, held.Lane == lane ? ParentSource.SameLane : ParentSource.OtherLane);
        }

        return emulator.Store.Find(id) is { } stored
            ? (stored, ParentSource.Store)
            : throw new RequestRefusedException(Refusals.ParentNotFound(id));
    }

    // Read from the raw frame, since a bad field evicts the parent as well, although the parent was never looked at.
    private async Task RefuseAsync(Turn turn, ResponseRun? run, EventStream events, RequestError error)
    {
        var parentId = turn.Frame.Text("previous_response_id");
        // Nobody asked for an automatic successor, so there is no request to refuse: only its steers fail.
        if (!turn.IsAutomatic || events.HasBegun)
        {
            if (emulator.Rules.ErrorsEvictAll)
            {
                connection.Memory.Clear();
            }
            else if (parentId is not null && (!error.IsBeforeParent || emulator.Options.Behavior.BadFieldsEvict))
            {
                connection.Memory.Evict(turn.Lane, parentId);
            }

            var said = emulator.Rules.ToServiceShape(error) with { AnnouncesLimits = emulator.Options.Behavior.RateLimitHeaders || connection.Transport == Transports.Http };
            await events.SendErrorAsync(said, () => NoteEnd(turn, run)).ConfigureAwait(false);
            await connection.CloseAfterAsync(error.Form).ConfigureAwait(false);
        }

        if (parentId is not null)
        {
            await connection.Steers.FailWaitingAsync(turn.Lane, parentId, SteerFailure.NoSuccessor(error.Message)).ConfigureAwait(false);
        }
    }

    private void NoteEnd(Turn turn, ResponseRun? run)
    {
        if (run is null)
        {
            connection.NoteEnd(turn.Lane);
            return;
        }

        run.Target.End("failed");
        run.NoteEnd();
    }
}
