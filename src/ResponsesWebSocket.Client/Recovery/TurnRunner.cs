using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.Connections;
using ResponsesWebSocket.Client.Conversations;
using ResponsesWebSocket.Client.Diagnostics;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Recovery;

/// <summary>Carries one request from plan to result: sends it, commits what the service now holds, and recovers.</summary>
internal sealed class TurnRunner(
    TurnDispatcher sender,
    CheckpointIndex index,
    LaneSupport lanes,
    ReasoningSupport reasoning,
    ResponsesWebSocketOptions options,
    TimeProvider time,
    ILogger logger)
{
    /// <param name="request">The turn.</param>
    /// <param name="callerSeesEvents">Whether events reach the caller as they come. If not, any lost turn can be sent again unseen.</param>
    /// <param name="cancellationToken">Leaves the turn; the conversation can go on at once.</param>
    public async IAsyncEnumerable<ResponseEvent> RunAsync(ResponseRequest request, bool callerSeesEvents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A copy: the caller may go on with its list while it reads the answer, and what is committed must be what was sent.
        var items = CallPairs.Close([.. request.Input]);
        var costs = new TurnCosts(time);
        var furthest = DeliveryState.NotSent;
        var budget = new RecoveryBudget(options.MaxReplays);
        (PlannedTurn? Planned, SentTurn? Kept)? again = null;
        while (true)
        {
            SentTurn sent;
            try
            {
                sent = await sender.SendAsync(request, items, again?.Planned, again?.Kept, costs, cancellationToken).ConfigureAwait(false);
            }
            catch (ResponsesWebSocketException failure) when (failure.Delivery < furthest)
            {
                throw failure.For(furthest);
            }

            again = null;
            using var giveBack = sent;
            var assembler = new ResponseAssembler();
            var callerSawContent = false;
            while (again is null)
            {
                InboundFrame frame;
                try
                {
                    frame = await sent.NextAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (ResponsesWebSocketException failure)
                {
                    var tooLarge = sender.WasTooLarge(sent, failure);
                    sender.Heard(sent);
                    sent.Forget(failure);
                    furthest = failure.Delivery > furthest ? failure.Delivery : furthest;
                    var step = tooLarge ? RecoveryStep.ReplayOverHttp : RecoveryLadder.Decide(sender.Judge(failure), sent.Planned.Plan.Kind, callerSawContent, budget);
                    if (step == RecoveryStep.Throw)
                    {
                        throw failure.Delivery < furthest ? failure.For(furthest) : failure;
                    }

                    budget.Spend(step);
                    again = await NextAsync(step, request, sent, failure).ConfigureAwait(false);
                    break;
                }

                costs.FirstEventSeen();
                sender.Heard(sent);
                if (frame.Terminal is { } terminal)
                {
                    yield return new ResponseCompletedEvent(Complete(request, items, sent, terminal, assembler.Output(terminal), costs));
                    yield break;
                }

                assembler.Observe(frame.Event!);
                callerSawContent |= callerSeesEvents && frame.Kind == FrameKind.Content;
                yield return frame.Event!;
            }
        }
    }

    /// <summary>How the turn goes on after a failure; without a plan it is planned anew.</summary>
    private async ValueTask<(PlannedTurn? Planned, SentTurn? Kept)> NextAsync(RecoveryStep step, ResponseRequest request, SentTurn sent, ResponsesWebSocketException failure)
    {
        switch (step)
        {
            case RecoveryStep.ReplayOnSameLane:
                Log.TurnReplayed(logger, PlanReason.ParentEvicted);
                return (PlannedTurn.Replay(PlanReason.ParentEvicted), await KeepAsync(sent).ConfigureAwait(false));
            case RecoveryStep.ReplayOverHttp:
                Log.TurnReplayed(logger, PlanReason.FrameTooLarge);
                return (PlannedTurn.Replay(PlanReason.FrameTooLarge), null);
            case RecoveryStep.WithoutLanes:
                Log.LanesRefused(logger, sent.Lane.Session.Number);
                lanes.Refuse();
                return default;
            case RecoveryStep.WithoutReasoning:
                Log.TurnReplayed(logger, PlanReason.ReasoningRefused);
                if (failure is ResponseRefusedException { RefusesToEncrypt: true })
                {
                    reasoning.Refuse(request.Model);
                }

                return (PlannedTurn.Replay(PlanReason.ReasoningRefused) with { WithReasoning = false }, await KeepAsync(sent).ConfigureAwait(false));
            case RecoveryStep.Move:
                Log.TurnMoved(logger, sent.Lane.Session.Number, (failure as ResponseRefusedException)?.Code);
                sent.Lane.IsRefused = failure is ResponseRefusedException;
                return default;
            default:
                Log.TurnReplayed(logger, PlanReason.SessionLost);
                // A stored parent outlives its socket.
                return sent.Planned.Parent is { IsStored: true } ? default((PlannedTurn?, SentTurn?)) : (PlannedTurn.Replay(PlanReason.SessionLost), null);
        }
    }

    /// <summary>An exchange over HTTP ends with its turn and leaves no lane to keep.</summary>
    private static async ValueTask<SentTurn?> KeepAsync(SentTurn sent) => sent.Lane.Key.IsHttp ? null : await sent.KeepAsync().ConfigureAwait(false);

    private ResponseResult Complete(ResponseRequest request, IReadOnlyList<ConversationItem> items, SentTurn sent, TerminalResponse terminal, IReadOnlyList<ConversationItem> output, TurnCosts costs)
    {
        index.Commit(sent.Lane.Key, terminal.Id, items, output, terminal.Status == ResponseStatus.Completed, request.Store, request);
        // Before the caller hears of the end, so that its next turn finds the lane free.
        sent.Conclude();
        var report = costs.Report(sent.Planned, terminal.Id, sent.Lane, items.Count);
        Log.TurnCompleted(logger, terminal.Id, report.Duration);
        options.TurnCompleted?.Invoke(report);
        return new ResponseResult
        {
            Id = terminal.Id,
            Status = terminal.Status,
            IncompleteReason = terminal.IncompleteReason,
            CreatedAt = terminal.CreatedAt,
            Model = terminal.Model,
            Output = output,
            Usage = terminal.Usage,
            Report = report,
        };
    }
}
