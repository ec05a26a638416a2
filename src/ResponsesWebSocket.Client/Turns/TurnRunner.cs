using System.Runtime.CompilerServices;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Telemetry;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>Carries one request from plan to result: sends it, commits what the service now holds, and recovers.</summary>
internal sealed class TurnRunner(TransportRouter router, CheckpointIndex index, RateLimitGate gate, ClientContext context)
{
    /// <param name="request">The turn.</param>
    /// <param name="callerSeesEvents">Whether events reach the caller as they come. If not, any lost turn can be sent again unseen.</param>
    /// <param name="watch">Who is told what the turn costs.</param>
    /// <param name="steering">Where the caller steers the turn; null when it cannot.</param>
    /// <param name="cancellationToken">Leaves the turn; the conversation can go on at once.</param>
    public async IAsyncEnumerable<TurnEvent> RunAsync(
        TurnRequest request, bool callerSeesEvents, TurnTelemetry watch, RunningTurn? steering, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A copy: the caller may go on with its list while it reads the answer, and what is committed must be what was sent.
        var items = CallOutputRepair.Close([.. request.Input]);
        var parts = new SteeredTurnAccumulator(items);
        var costs = new TurnAccounting(context.Time, context.Logger, watch);
        var furthest = DeliveryState.NotSent;
        var budget = new RecoveryBudget(context.Options.MaxRetries, context.Options.MaxRetryAfter);
        RetryDecision? again = null;
        while (true)
        {
            if (again is not null)
            {
                await gate.WaitAsync(token => costs.PauseAsync(again.Pause, token), cancellationToken).ConfigureAwait(false);
            }

            InFlightTurn sent;
            try
            {
                sent = await router.SendAsync(request, parts.History, again, costs, cancellationToken).ConfigureAwait(false);
            }
            catch (ResponsesWebSocketException failure) when (failure.Delivery < furthest)
            {
                throw failure.For(furthest);
            }

            again = null;
            using var giveBack = sent;
            steering?.Follow(sent, costs);
            var inputItems = parts.History.Count;
            var assembler = new ResponseAssembler();
            var callerSawContent = false;
            while (again is null)
            {
                ServerEvent frame;
                try
                {
                    frame = await sent.NextAsync(cancellationToken).ConfigureAwait(false);
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
                    costs.Repeated(step, failure);
                    again = await NextAsync(step, request, sent, failure, budget.PauseBefore(step, failure)).ConfigureAwait(false) with { NoSocket = sent.NoSocket };
                    break;
                }

                costs.FirstEventSeen();
                router.Heard(sent);
                if (frame is { Terminal: { } ended, MayGoOn: true })
                {
                    parts.End(ended, assembler.Output(ended));
                    continue;
                }

                if ((frame.Terminal ?? (frame.Kind == ServerEventKind.Settled ? parts.Ended : null)) is { } terminal)
                {
                    var output = frame.Terminal is null ? null : assembler.Output(terminal);
                    yield return new ResponseCompletedEvent(Complete(request, items, sent, terminal, parts, output, frame, costs.Report(sent.Planned, terminal.Id, sent.Lane, inputItems)));
                    yield break;
                }

                if (frame.Steered is { } messages)
                {
                    // From here on a failure concerns the response that follows, which the caller has seen nothing of.
                    parts.GoOn(messages);
                    Log.TurnSteered(context.Logger, sent.Lane.Session.Name, sent.Lane.StreamId, messages.Count);
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

    private async ValueTask<RetryDecision> NextAsync(RecoveryStep step, TurnRequest request, InFlightTurn sent, ResponsesWebSocketException failure, TimeSpan pause)
    {
        switch (step)
        {
            case RecoveryStep.ReplayOnSameLane:
                Log.TurnReplayed(context.Logger, PlanReason.ParentEvicted);
                return new(PlannedTurn.Replay(PlanReason.ParentEvicted), await KeepAsync(sent).ConfigureAwait(false), pause);
            case RecoveryStep.ReplayOverHttp:
                Log.TurnReplayed(context.Logger, PlanReason.FrameTooLarge);
                return new(PlannedTurn.Replay(PlanReason.FrameTooLarge), Kept: null, pause);
            case RecoveryStep.WithoutLanes:
                Log.LanesRefused(context.Logger, sent.Lane.Session.Name);
                context.Endpoint.Lanes.Refuse();
                return RetryDecision.Anew;
            case RecoveryStep.WithoutReasoning:
                Log.TurnReplayed(context.Logger, PlanReason.ReasoningRefused);
                if (failure is ResponseRefusedException { RefusesToEncrypt: true })
                {
                    context.Endpoint.Reasoning.Refuse(request.Model);
                }

                return new(PlannedTurn.Replay(PlanReason.ReasoningRefused) with { WithReasoning = false }, await KeepAsync(sent).ConfigureAwait(false), pause);
            case RecoveryStep.ToolsAsField:
                Log.TurnReplayed(context.Logger, PlanReason.ToolsChanged);
                context.Endpoint.ToolItems.Refuse();
                return new(PlannedTurn.Replay(PlanReason.ToolsChanged), await KeepAsync(sent).ConfigureAwait(false), pause);
            case RecoveryStep.Move:
                Log.TurnMoved(context.Logger, sent.Lane.Session.Name, (failure as ResponseRefusedException)?.Code);
                if (failure is ResponseRefusedException)
                {
                    sent.Lane.Refuse();
                }

                return RetryDecision.Anew;
            case RecoveryStep.RetryLater:
                // The gate makes the turn wait, and all others with it, where it can.
                var wait = gate.Close(failure) ? TimeSpan.Zero : (failure as ResponseRefusedException)?.RetryAfter ?? pause;
                Log.TurnRefusedForNow(context.Logger, (failure as ResponseRefusedException)?.StatusCode, (failure as ResponseRefusedException)?.Code, wait);
                return RetryDecision.Anew with { Pause = wait };
            default:
                Log.TurnReplayed(context.Logger, PlanReason.SessionLost);
                // A stored parent outlives its socket.
                return new(sent.Planned.Parent is { IsStored: true } ? null : PlannedTurn.Replay(PlanReason.SessionLost), Kept: null, pause);
        }
    }

    /// <summary>An exchange over HTTP ends with its turn and leaves no lane to keep.</summary>
    private static async ValueTask<InFlightTurn?> KeepAsync(InFlightTurn sent) => sent.Lane.Key.IsHttp ? null : await sent.KeepAsync().ConfigureAwait(false);

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
        Log.TurnCompleted(context.Logger, terminal.Id, report.Duration);
        if (UserCode.Tell(context.Options.TurnCompleted, report) is { } thrown)
        {
            Log.CallbackFailed(context.Logger, thrown.GetType().Name);
        }

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
