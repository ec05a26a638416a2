using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.Connections;
using ResponsesWebSocket.Client.Conversations;
using ResponsesWebSocket.Client.Diagnostics;
using ResponsesWebSocket.Client.Pooling;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Recovery;

/// <summary>Makes a context ready on a lane with <c>generate:false</c>, ahead of the turn that goes on from it.</summary>
internal sealed class Warmer(CheckpointIndex index, ResponsesWebSocketOptions options, bool isSupported, ILogger logger)
{
    private volatile bool _isSupported = isSupported;

    /// <summary>Whether the service can do it, as far as it has not said otherwise.</summary>
    public bool IsSupported => _isSupported;

    /// <summary>A failure costs the next turn a full send and nobody an exception.</summary>
    /// <returns>Whether the lane holds the context now.</returns>
    public async Task<bool> WarmAsync(Lease lease, WarmContext warm, LaneTrail? original, CancellationToken cancellationToken)
    {
        using var giveBack = lease;
        var turn = lease.Begin(options.MaxBufferedBytes, new SilenceLimits(options.FirstEventTimeout, options.InterEventTimeout));
        try
        {
            var window = ReplayWindow.Of([.. warm.Input, .. warm.Output], firstItem: 0, warm.Request, index, withReasoning: true);
            var frame = FrameWriter.Create(warm.Request, window, lease.Lane.StreamId, parent: null, firstItem: 0, generates: false);
            if (frame.Utf8Json.Length > options.MaxFrameBytes)
            {
                return false;
            }

            await lease.Lane.SendAsync(turn, frame.Utf8Json).WaitAsync(cancellationToken).ConfigureAwait(false);
            index.Release(lease.Lane.Key, CheckpointState.Superseded);
            while (true)
            {
                var next = await turn.NextAsync(cancellationToken).ConfigureAwait(false);
                if (next.Error is { } error)
                {
                    throw error.ToException("Warm-up.", turn.Delivery);
                }

                if (next.Terminal is { Status: ResponseStatus.Completed } ready)
                {
                    index.CommitWarmUp(lease.Lane.Key, ready.Id, warm, original);
                    Log.ContextMadeReady(logger, lease.Lane.Session.Number, lease.Lane.StreamId, frame.Utf8Json.Length);
                    return true;
                }

                if (next.Terminal is not null)
                {
                    return false;
                }
            }
        }
        catch (ResponsesWebSocketException cause)
        {
            // Refused once for whatever reason: turns that matter are not to be put at risk for the sake of speed.
            _isSupported &= cause is not ResponseRefusedException { IsTransient: false };
            Log.WarmUpFailed(logger, lease.Lane.Session.Number, cause.GetType().Name);
            return false;
        }
        finally
        {
            turn.Abandon();
        }
    }
}
