using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Pool;
using ResponsesWebSocket.Client.Telemetry;
using ResponsesWebSocket.Client.Turns;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Renewal;

/// <summary>Makes a context ready on a lane with <c>generate:false</c>, ahead of the turn that goes on from it.</summary>
internal sealed class ContextPrewarmer(CheckpointIndex index, RequestWriter writer, ClientContext context)
{
    /// <summary>A failure costs the next turn a full send and nobody an exception.</summary>
    /// <returns>Whether the lane holds the context now.</returns>
    public async Task<bool> PrewarmAsync(LaneLease lease, PrewarmContext prewarm, LaneHistory? original, CancellationToken cancellationToken)
    {
        using var giveBack = lease;
        if (await PrepareAsync(lease, prewarm, cancellationToken).ConfigureAwait(false) is not var (bytes, id, tools))
        {
            return false;
        }

        var laneHistory = prewarm.ToLaneHistory();
        var session = lease.Lane.Session;
        lease.Return(hold: () =>
        {
            if (session.IsOpen)
            {
                index.CommitPrewarmed(lease.Lane.Key, id, laneHistory, prewarm.Content, tools, original);
            }
        });
        if (!session.IsOpen)
        {
            // It went meanwhile, and took along what the lane holds.
            index.Release(lease.Lane.Key, CheckpointState.Lost);
            return false;
        }

        Log.ContextMadeReady(context.Logger, lease.Lane.Session.Name, lease.Lane.StreamId, bytes);
        return true;
    }

    private async Task<(int Bytes, string ResponseId, IReadOnlyList<TurnTool> Tools)?> PrepareAsync(LaneLease lease, PrewarmContext prewarm, CancellationToken cancellationToken)
    {
        var turn = lease.Begin(context.Options);
        var session = lease.Lane.Session;
        var bytes = 0;
        try
        {
            var (frame, tools) = writer.WritePrewarm(prewarm, lease.Lane.StreamId);
            bytes = frame.Utf8Json.Length;
            if (bytes > context.Endpoint.FrameSize.Bytes)
            {
                return null;
            }

            context.Endpoint.FrameSize.Sent(session, bytes);
            await lease.Lane.SendAsync(turn, frame.Utf8Json).WaitAsync(cancellationToken).ConfigureAwait(false);
            context.Metrics.Prepared(bytes);
            index.Release(lease.Lane.Key, CheckpointState.Superseded);
            while (true)
            {
                var next = await turn.NextAsync(cancellationToken).ConfigureAwait(false);
                context.Endpoint.FrameSize.Heard(session, bytes);
                if (next.Error is { } error)
                {
                    throw error.ToException("Prewarming.", turn.Delivery);
                }

                if (next.Terminal is { Status: TurnStatus.Completed } ready)
                {
                    return (bytes, ready.Id, tools?.Held ?? []);
                }

                if (next.Terminal is not null)
                {
                    return null;
                }
            }
        }
        catch (ResponsesWebSocketException cause)
        {
            // Refused once for whatever reason: turns that matter are not to be put at risk for the sake of speed.
            if (context.Options.Transport == ResponsesTransport.Auto && cause is ConnectionLostException { CloseStatus: CloseCode.TooLarge })
            {
                // Learned here as from a turn's frame, so that no turn beside is taken for the one that closed the socket.
                context.Endpoint.FrameSize.TryLearnFromClose(session, bytes);
            }

            if (cause is ResponseRefusedException { IsTransient: false })
            {
                context.Endpoint.RefusePrewarming();
            }

            if (cause is not ConnectionLostException { IsOwnWish: true })
            {
                Log.PrewarmFailed(context.Logger, session.Name, cause.GetType().Name);
            }

            return null;
        }
        finally
        {
            turn.Abandon();
        }
    }
}
