using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.Conversations;
using ResponsesWebSocket.Client.Diagnostics;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Recovery;

/// <summary>Carries one request from plan to result: sends it, commits what the service now holds, and recovers.</summary>
internal sealed class TurnRunner(TurnSender sender, CheckpointIndex index, ResponsesWebSocketOptions options, TimeProvider time, ILogger logger)
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
        (PlannedTurn Planned, SentTurn? Kept)? again = null;
        for (var replaysLeft = options.MaxReplays; ;)
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
                    sent.Forget(failure);
                    furthest = failure.Delivery > furthest ? failure.Delivery : furthest;
                    switch (RecoveryLadder.Decide(failure, sent.Planned.Plan.Kind, callerSawContent, replaysLeft))
                    {
                        case RecoveryStep.ReplayOnSameLane:
                            again = (PlannedTurn.Replay(PlanReason.ParentEvicted), await sent.KeepAsync().ConfigureAwait(false));
                            break;
                        case RecoveryStep.ReplayElsewhere:
                            replaysLeft--;
                            again = (PlannedTurn.Replay(PlanReason.SessionLost), null);
                            break;
                        default:
                            throw failure.Delivery < furthest ? failure.For(furthest) : failure;
                    }

                    Log.TurnReplayed(logger, again.Value.Planned.Plan.Reason);
                    break;
                }

                costs.FirstEventSeen();
                if (frame.Terminal is { } terminal)
                {
                    yield return new ResponseCompletedEvent(Complete(items, sent, terminal, assembler.Output(terminal), costs));
                    yield break;
                }

                assembler.Observe(frame.Event!);
                callerSawContent |= callerSeesEvents && frame.Kind == FrameKind.Content;
                yield return frame.Event!;
            }
        }
    }

    private ResponseResult Complete(IReadOnlyList<ConversationItem> items, SentTurn sent, TerminalResponse terminal, IReadOnlyList<ConversationItem> output, TurnCosts costs)
    {
        index.Commit(sent.Lane.Key, terminal.Id, items, output, terminal.Status == ResponseStatus.Completed);
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
