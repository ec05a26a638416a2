using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.Connections;
using ResponsesWebSocket.Client.Conversations;
using ResponsesWebSocket.Client.Diagnostics;
using ResponsesWebSocket.Client.Pooling;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Recovery;

/// <summary>Carries one request from plan to result: picks the lane, sends, commits what the service now holds, and recovers.</summary>
internal sealed class TurnRunner(SessionPool pool, CheckpointIndex index, ResponsesWebSocketOptions options, TimeProvider time, ILogger logger)
{
    /// <param name="request">The turn.</param>
    /// <param name="callerSeesEvents">Whether events reach the caller as they come. If not, any lost turn can be sent again unseen.</param>
    /// <param name="cancellationToken">Leaves the turn; the conversation can go on at once.</param>
    public async IAsyncEnumerable<ResponseEvent> RunAsync(ResponseRequest request, bool callerSeesEvents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = CallPairs.Close(request.Input);
        var costs = new TurnCosts(time);
        PlannedTurn? planned = null;
        Lease? kept = null;
        for (var replays = 0; ;)
        {
            using var send = await SendAsync(request, items, planned, kept, costs, cancellationToken).ConfigureAwait(false);
            kept = null;
            var assembler = new ResponseAssembler();
            var callerSawContent = false;
            var recovery = RecoveryStep.Throw;
            while (recovery == RecoveryStep.Throw)
            {
                InboundFrame frame;
                try
                {
                    frame = await NextAsync(send, cancellationToken).ConfigureAwait(false);
                }
                catch (ResponsesWebSocketException failure)
                {
                    Forget(send, failure);
                    recovery = RecoveryLadder.Decide(failure, send.Planned.Plan.Kind, callerSawContent, options.MaxReplays - replays);
                    if (recovery == RecoveryStep.Throw)
                    {
                        throw;
                    }

                    planned = PlannedTurn.Replay(failure is ConnectionLostException ? PlanReason.SessionLost : PlanReason.ParentEvicted);
                    Log.TurnReplayed(logger, planned.Plan.Reason);
                    break;
                }

                costs.FirstEventSeen();
                if (frame.Terminal is { } terminal)
                {
                    yield return new ResponseCompletedEvent(Complete(items, send, terminal, assembler.Output(terminal), costs));
                    yield break;
                }

                assembler.Observe(frame.Event!);
                callerSawContent |= callerSeesEvents && frame.Kind == FrameKind.Content;
                yield return frame.Event!;
            }

            if (recovery == RecoveryStep.ReplayOnSameLane)
            {
                kept = send.Keep();
            }
            else
            {
                replays++;
            }
        }
    }

    private async ValueTask<Send> SendAsync(
        ResponseRequest request,
        IReadOnlyList<ConversationItem> items,
        PlannedTurn? planned,
        Lease? kept,
        TurnCosts costs,
        CancellationToken cancellationToken)
    {
        planned ??= Planner.Plan(items, index);
        var lease = kept;
        if (planned.Parent is { } parent && (lease = pool.TryLease(parent.Lane)) is null)
        {
            planned = PlannedTurn.Replay(pool.IsOpen(parent.Lane) ? PlanReason.LaneBusy : PlanReason.SessionLost);
        }

        lease ??= await pool.LeaseAsync(planned.Preferred, cancellationToken).ConfigureAwait(false);
        var send = new Send(planned, lease, lease.Begin(options.MaxBufferedBytes), index);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var lane = lease.Lane;
            var frame = FrameWriter.Create(request, items, lane.StreamId, planned.Parent?.ResponseId, planned.FirstItem);
            if (frame.Utf8Json.Length > options.MaxFrameBytes)
            {
                throw new RequestTooLargeException(frame.Utf8Json.Length, options.MaxFrameBytes);
            }

            Log.TurnPlanned(logger, planned.Plan, lane.Session.Number, items.Count - planned.FirstItem, items.Count, frame.Utf8Json.Length);
            costs.Sent(frame, lane.Session.Age);
            await lane.SendAsync(send.Turn, frame.Utf8Json).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (planned.Parent is null)
            {
                // From here on the lane belongs to this history, whatever it held.
                index.Release(lane.Key, CheckpointState.Superseded);
            }

            return send;
        }
        catch
        {
            send.Dispose();
            throw;
        }
    }

    private static async ValueTask<InboundFrame> NextAsync(Send send, CancellationToken cancellationToken)
    {
        var frame = await send.Turn.NextAsync(cancellationToken).ConfigureAwait(false);
        return frame.Error is { } error
            ? throw error.ToException(
                string.Create(CultureInfo.InvariantCulture, $"Turn: {send.Planned.Plan}, session {send.Lease.Lane.Session.Number}."),
                send.Turn.Delivery)
            : frame;
    }

    private ResponseResult Complete(IReadOnlyList<ConversationItem> items, Send send, TerminalResponse terminal, IReadOnlyList<ConversationItem> output, TurnCosts costs)
    {
        var lane = send.Lease.Lane;
        index.Commit(lane.Key, terminal.Id, items, output, terminal.Status == ResponseStatus.Completed);
        send.Concluded = true;
        if (!lane.Session.IsOpen)
        {
            // Lost between the last event and now: what was just committed went with it.
            index.Release(lane.Key, CheckpointState.Lost);
        }

        // Before the caller hears of the end, so that its next turn finds the lane free.
        send.Dispose();
        var report = costs.Report(send.Planned, terminal.Id, lane, items.Count);
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

    /// <summary>A refused continuation evicts its parent, by the service's rule; a lost socket takes everything with it.</summary>
    private void Forget(Send send, ResponsesWebSocketException failure)
    {
        send.Concluded = true;
        index.Release(send.Lease.Lane.Key, failure is ConnectionLostException ? CheckpointState.Lost : CheckpointState.Evicted);
    }

    /// <summary>One frame on its way, with the lane it took.</summary>
    private sealed class Send(PlannedTurn planned, Lease lease, Turn turn, CheckpointIndex index) : IDisposable
    {
        private bool _kept;

        public PlannedTurn Planned => planned;

        public Lease Lease => lease;

        public Turn Turn => turn;

        /// <summary>Whether the index knows how the turn ended.</summary>
        public bool Concluded { get; set; }

        /// <summary>Leaves the lane with the turn, for the same turn to be sent again.</summary>
        public Lease Keep()
        {
            _kept = true;
            return lease;
        }

        public void Dispose()
        {
            if (_kept)
            {
                return;
            }

            // Before the lane is given back. A turn that was never sent leaves what the lane holds as it was.
            turn.Abandon();
            if (!Concluded && turn.Delivery != DeliveryState.NotSent)
            {
                index.Release(lease.Lane.Key, CheckpointState.Abandoned);
            }

            lease.Dispose();
        }
    }
}
