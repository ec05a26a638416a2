using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.Conversations;
using ResponsesWebSocket.Client.Diagnostics;
using ResponsesWebSocket.Client.Pooling;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Recovery;

/// <summary>Plans a turn, takes the lane it needs and puts its frame on the wire.</summary>
internal sealed class TurnSender(SessionPool pool, CheckpointIndex index, ResponsesWebSocketOptions options, ILogger logger)
{
    /// <param name="request">The settings of the turn.</param>
    /// <param name="items">The whole history.</param>
    /// <param name="given">The plan, when a failure has decided it.</param>
    /// <param name="kept">An ended turn whose lane this one takes over.</param>
    /// <param name="costs">Where the send is entered.</param>
    /// <param name="cancellationToken">Leaves the turn.</param>
    public async ValueTask<SentTurn> SendAsync(
        ResponseRequest request,
        IReadOnlyList<ConversationItem> items,
        PlannedTurn? given,
        SentTurn? kept,
        TurnCosts costs,
        CancellationToken cancellationToken)
    {
        var (planned, lease) = kept is null ? TakeHeldLane(given ?? Planner.Plan(items, index), items) : (given!, kept.Lease);
        lease ??= await pool.LeaseAsync(planned.Preferred, IsNew(items), cancellationToken).ConfigureAwait(false);
        var sent = new SentTurn(planned, lease, lease.Begin(options.MaxBufferedBytes), index);
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
            await lane.SendAsync(sent.Turn, frame.Utf8Json).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (sent.Turn.Delivery != DeliveryState.NotSent)
            {
                costs.Sent(frame, lane.Session.Age);
            }

            if (planned.Parent is null)
            {
                // From here on the lane belongs to this history, whatever it held.
                index.Release(lane.Key, CheckpointState.Superseded);
            }

            return sent;
        }
        catch
        {
            sent.Dispose();
            throw;
        }
    }

    /// <summary>A conversation in which nobody has answered yet.</summary>
    private static bool IsNew(IReadOnlyList<ConversationItem> items) =>
        !items.Any(static item => item.Kind == ItemKind.FunctionCall || (item.Kind == ItemKind.Message && item.Role == "assistant"));

    /// <summary>
    /// The lane that holds the parent. Between plan and lease another turn may have taken it and moved it on; once it is
    /// leased it stays as it is.
    /// </summary>
    private (PlannedTurn Planned, Lease? Lease) TakeHeldLane(PlannedTurn planned, IReadOnlyList<ConversationItem> items)
    {
        while (planned.Parent is { } parent)
        {
            if (pool.TryLease(parent.Lane) is not { } lease)
            {
                return (PlannedTurn.Replay(pool.IsOpen(parent.Lane) ? PlanReason.LaneBusy : PlanReason.SessionLost), null);
            }

            if (index.Holds(parent))
            {
                return (planned, lease);
            }

            lease.Dispose();
            planned = Planner.Plan(items, index);
        }

        return (planned, null);
    }
}
