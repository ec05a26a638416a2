using System.Runtime.CompilerServices;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>Carries one request from plan to result: sends it, commits what the service now holds, and recovers.</summary>
internal sealed class TurnRunner(TransportRouter router, CheckpointIndex index, RateLimitGate gate, ClientContext context)
{
    /// <param name="request">The turn.</param>
    /// <param name="callerSeesEvents">Whether events reach the caller as they come. If not, any lost turn can be sent again unseen.</param>
    /// <param name="steering">Where the caller steers the turn; null when it cannot.</param>
    /// <param name="cancellationToken">Leaves the turn; the conversation can go on at once.</param>
    public async IAsyncEnumerable<TurnEvent> RunAsync(
        TurnRequest request, bool callerSeesEvents, RunningTurn? steering, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Ends after the turn was given up, when the caller leaves.
        using var telemetry = new TurnTelemetry(context, request);
        var events = EventsAsync(request, callerSeesEvents, telemetry, steering, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var ending = events.ConfigureAwait(false);
        while (true)
        {
            try
            {
                telemetry.Enter();
                if (!await events.MoveNextAsync().ConfigureAwait(false))
                {
                    break;
                }
            }
            catch (Exception failure)
            {
                telemetry.Failed(failure, cancellationToken);
                throw;
            }

            if (events.Current is ResponseCompletedEvent completed)
            {
                // Before the caller hears of it, who may never ask for more.
                telemetry.Completed(completed.Result);
            }

            yield return events.Current;
        }
    }

    /// <summary>The turn over all its sends.</summary>
    private async IAsyncEnumerable<TurnEvent> EventsAsync(
        TurnRequest request, bool callerSeesEvents, TurnTelemetry telemetry, RunningTurn? steering, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A copy: the caller may go on with its list while it reads the answer, and what is committed must be what was sent.
        var items = CallOutputRepair.Close([.. request.Input]);
        var parts = new SteeredTurnAccumulator(items);
        var furthest = DeliveryState.NotSent;
        var budget = new RecoveryBudget(context.Options.MaxRetries, context.Options.MaxRetryAfter);
        RetryDecision? again = null;
        while (true)
        {
            if (again is not null)
            {
                await gate.WaitAsync(token => telemetry.PauseAsync(again.Pause, token), cancellationToken).ConfigureAwait(false);
            }

            InFlightTurn sent;
            try
            {
                sent = await router.SendAsync(request, parts.History, again, telemetry, cancellationToken).ConfigureAwait(false);
            }
            catch (ResponsesWebSocketException failure) when (failure.Delivery < furthest)
            {
                throw failure.For(furthest);
            }

            again = null;
            using var giveBack = sent;
            steering?.Follow(sent, telemetry);
            var inputItems = parts.History.Count;
            var assembler = new ResponseAssembler();
            var callerSawContent = false;
            while (again is null)
            {
                ServerEvent frame;
                try
                {
                    frame = await sent.Turn.NextAsync(cancellationToken).ConfigureAwait(false);
                    if (frame.Error is { } error)
                    {
                        throw sent.ToException(error);
                    }
                }
                catch (ResponsesWebSocketException failure)
                {
                    var tooLarge = router.WasTooLarge(sent, failure);
                    router.Heard(sent, failure);
                    sent.Forget(failure);
                    furthest = failure.Delivery > furthest ? failure.Delivery : furthest;
                    var step = tooLarge && !callerSawContent ? RecoveryStep.ReplayOverHttp : RecoveryPolicy.Decide(router.Judge(failure), sent.Planned.Plan.Kind, callerSawContent, budget);
                    if (step == RecoveryStep.Throw)
                    {
                        gate.Close(failure);
                        throw failure.Delivery < furthest ? failure.For(furthest) : failure;
                    }

                    budget.Spend(step);
                    again = await NextAsync(step, request, sent, failure, budget.PauseBefore(step, failure), telemetry).ConfigureAwait(false);
                    break;
                }

                telemetry.FirstEventSeen();
                router.Heard(sent);
                if (frame is { Terminal: { } ended, MayGoOn: true })
                {
                    parts.End(ended, assembler.Output(ended));
                    continue;
                }

                if ((frame.Terminal ?? (frame.Kind == ServerEventKind.Settled ? parts.Ended : null)) is { } terminal)
                {
                    var output = frame.Terminal is null ? null : assembler.Output(terminal);
                    var report = telemetry.Report(sent.Planned, terminal.Id, sent.Lane, inputItems);
                    var result = Complete(request, items, sent, terminal, parts, output, frame, report);
                    telemetry.Reported(report);
                    yield return new ResponseCompletedEvent(result);
                    yield break;
                }

                if (frame.Steered is { } messages)
                {
                    // From here on a failure concerns the response that follows, which the caller has seen nothing of.
                    parts.GoOn(messages);
                    telemetry.Steered(sent.Lane, messages.Count);
                    assembler = new ResponseAssembler();
                    callerSawContent = false;
                    yield return new TurnSteeredEvent(messages);
                }

                if (!assembler.Observe(frame.Event!))
                {
                    continue;
                }
                callerSawContent |= callerSeesEvents && frame.Kind == ServerEventKind.Content;
                yield return parts.Place(frame.Event!);
            }
        }
    }

    /// <summary>Does what the step does to the client and the lane, and says how the turn goes on.</summary>
    private async ValueTask<RetryDecision> NextAsync(
        RecoveryStep step, TurnRequest request, InFlightTurn sent, ResponsesWebSocketException failure, TimeSpan pause, TurnTelemetry telemetry)
    {
        if (step == RecoveryStep.RetryLater)
        {
            // The gate makes the turn wait, and all others with it, where it can.
            pause = gate.Close(failure) ? TimeSpan.Zero : (failure as ResponseRefusedException)?.RetryAfter ?? pause;
        }

        telemetry.Repeated(step, failure, sent.Lane.Session.Name, pause);
        switch (step)
        {
            case RecoveryStep.WithoutLanes:
                context.Endpoint.Lanes.Refuse();
                break;
            case RecoveryStep.WithoutReasoning when failure is ResponseRefusedException { RefusesToEncrypt: true }:
                context.Endpoint.Reasoning.Refuse(request.Model);
                break;
            case RecoveryStep.ToolsAsField:
                context.Endpoint.RefuseToolItems();
                break;
            case RecoveryStep.Move when failure is ResponseRefusedException:
                sent.Lane.Refuse();
                break;
        }

        // A stored parent outlives its socket.
        var isPlannedAnew = step is RecoveryStep.WithoutLanes or RecoveryStep.Move or RecoveryStep.RetryLater
            || (step == RecoveryStep.ReplayElsewhere && sent.Planned.Parent is { IsStored: true });
        // An exchange over HTTP ends with its turn and leaves no lane to keep.
        var keepsLane = step is RecoveryStep.ReplayOnSameLane or RecoveryStep.WithoutReasoning or RecoveryStep.ToolsAsField && !sent.Lane.Key.IsHttp;
        return new(
            isPlannedAnew ? null : PlannedTurn.Replay(step.Reason()) with { WithReasoning = step != RecoveryStep.WithoutReasoning },
            keepsLane ? await sent.KeepAsync().ConfigureAwait(false) : null,
            pause)
        {
            NoSocket = sent.NoSocket,
        };
    }

    private TurnResult Complete(
        TurnRequest request,
        IReadOnlyList<ConversationItem> items,
        InFlightTurn sent,
        EndedResponse terminal,
        SteeredTurnAccumulator parts,
        IReadOnlyList<ConversationItem>? last,
        ServerEvent end,
        TurnReport report)
    {
        var waiting = end.Steered ?? [];
        var output = parts.Output(last, waiting);
        // Where the service left steers unanswered, nobody can say what the lane holds.
        var isComplete = terminal.Status == TurnStatus.Completed && (end.Kind != ServerEventKind.Settled || end.IsClean);
        index.Commit(sent.Lane.Key, terminal.Id, items, output, isComplete, request.Store, request, sent.Planned.Tools?.Held, keepsSteers: waiting.Count > 0);
        // Before the caller hears of the end, so that its next turn finds the lane free.
        sent.Conclude();
        return new TurnResult
        {
            Id = terminal.Id,
            Status = terminal.Status,
            IncompleteReason = terminal.IncompleteReason,
            CreatedAt = terminal.CreatedAt,
            Model = terminal.Model,
            Output = output,
            Usage = parts.Sum(terminal.Usage),
            Report = report,
        };
    }
}
