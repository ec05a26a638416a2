using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Pool;
using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>Plans a turn, takes the lane it needs and puts its frame on the wire.</summary>
internal sealed class TurnSender(SessionPool pool, CheckpointIndex index, RequestWriter writer, RateLimitGate gate, ClientContext context)
{
    /// <param name="request">The settings of the turn.</param>
    /// <param name="items">The whole history.</param>
    /// <param name="given">The plan, when a failure has decided it.</param>
    /// <param name="kept">An ended turn whose lane this one takes over.</param>
    /// <param name="telemetry">Told what the send costs.</param>
    /// <param name="cancellationToken">Leaves the turn.</param>
    public async ValueTask<InFlightTurn> SendAsync(
        TurnRequest request,
        IReadOnlyList<ConversationItem> items,
        PlannedTurn? given,
        InFlightTurn? kept,
        TurnTelemetry telemetry,
        CancellationToken cancellationToken)
    {
        var planned = given ?? Planner.Plan(items, index);
        var arrived = telemetry.Now;
        var lease = kept?.LaneLease ?? await pool.LeaseAsync(WishOf(planned), cancellationToken).ConfigureAwait(false);
        InFlightTurn? sent = null;
        try
        {
            using var passage = await gate.PassAsync(cancellationToken).ConfigureAwait(false);
            telemetry.WaitedSince(arrived);
            var turn = lease.Begin(context.Options);
            planned = writer.WithTools(kept is null ? Fit(planned, items, lease.Lane, turn) : planned, request);
            sent = new InFlightTurn(planned, lease, turn, index);
            cancellationToken.ThrowIfCancellationRequested();
            var lane = lease.Lane;
            var frame = writer.Write(request, items, planned, lane.StreamId);
            sent.FrameBytes = frame.Utf8Json.Length;
            if (sent.FrameBytes > context.Endpoint.FrameSize.Bytes)
            {
                throw new RequestTooLargeException(sent.FrameBytes, context.Endpoint.FrameSize.Bytes);
            }

            context.Endpoint.FrameSize.Sent(lane.Session, sent.FrameBytes);
            telemetry.Planned(planned, lane, items.Count, sent.FrameBytes);
            var sending = SendAsync(lane, turn, frame);
            // In line for the wire: the next one may follow.
            passage.Dispose();
            var isWritten = await sending.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (turn.Delivery != DeliveryState.NotSent)
            {
                telemetry.Sent(frame, lane.Session.Age);
                if (isWritten)
                {
                    telemetry.Written(lane);
                }

                if (planned.Parent?.Lane != lane.Key)
                {
                    // From here on the lane belongs to this history, whatever it held.
                    index.Release(lane.Key, CheckpointState.Superseded);
                }
            }

            return sent;
        }
        catch
        {
            ((IDisposable?)sent ?? lease).Dispose();
            throw;
        }
    }

    /// <summary>The send may go on when the caller has left its turn, and has its frame until it is over.</summary>
    private static async Task<bool> SendAsync(Lane lane, Turn turn, CreateFrame frame)
    {
        try
        {
            return await lane.SendAsync(turn, frame.Utf8Json).ConfigureAwait(false);
        }
        finally
        {
            frame.GiveBack();
        }
    }

    private static LanePreference WishOf(PlannedTurn planned) => planned.Parent is { State: CheckpointState.Held } parent
        ? new(parent.Lane, AllowSibling: true)
        : new(planned.Preferred, AllowSibling: false);

    /// <summary>
    /// The plan as the lane allows it that was to be had. Between plan and lease another turn may have taken the parent's lane or
    /// moved it on; once it is leased it stays as it is.
    /// </summary>
    private PlannedTurn Fit(PlannedTurn planned, IReadOnlyList<ConversationItem> items, Lane lane, Turn turn)
    {
        while (planned.Parent is { } parent)
        {
            var onItsLane = parent.Lane == lane.Key;
            var beside = !onItsLane && parent.Lane.Session == lane.Key.Session;
            if (beside)
            {
                // Before the parent is looked at: from here on its lane waits for this turn.
                lane.Session.Find(parent.Lane)?.AddForkBarrier(turn);
            }

            if (index.Holds(parent))
            {
                if (onItsLane)
                {
                    return planned;
                }

                if (beside && !parent.IsBoundToLane)
                {
                    return planned.As(PlanKind.Fork, PlanReason.LaneBusy);
                }
            }

            if (parent.CanBeParent)
            {
                return parent.IsStored
                    ? planned.As(PlanKind.Fork, PlanReason.ParentStored)
                    : PlannedTurn.Replay(pool.GetUnavailableReason(parent.Lane));
            }

            planned = Planner.Plan(items, index);
        }

        return planned;
    }
}
