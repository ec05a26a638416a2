using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Pool;
using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>
/// Sends a turn over HTTP: the whole history, or what follows a response the service has stored. What a socket holds is nothing
/// that an HTTP request can refer to.
/// </summary>
internal sealed class HttpTurnSender(HttpTurnPool exchanges, CheckpointIndex index, RequestWriter writer, RateLimitGate gate, ClientContext context)
{
    /// <exception cref="ResponsesWebSocketException">Not a byte was sent.</exception>
    public async ValueTask<InFlightTurn> SendAsync(
        TurnRequest request, IReadOnlyList<ConversationItem> items, PlannedTurn? given, PlanReason reason, TurnTelemetry telemetry, CancellationToken cancellationToken)
    {
        var planned = given ?? (Planner.Plan(items, index) is { Parent.IsStored: true } stored ? stored.As(PlanKind.Fork, PlanReason.ParentStored) : PlannedTurn.Replay(reason));
        planned = writer.WithTools(planned, request);
        var arrived = telemetry.Now;
        (await gate.PassAsync(cancellationToken).ConfigureAwait(false)).Dispose();
        var (lease, transport) = await exchanges.LeaseAsync(cancellationToken).ConfigureAwait(false);
        telemetry.WaitedSince(arrived);
        var sent = new InFlightTurn(planned, lease, lease.Begin(context.Options), index);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var frame = writer.Write(request, items, planned, streamId: null);
            telemetry.Planned(planned, lease.Lane, items.Count, frame.Utf8Json.Length);
            await lease.Lane.SendAsync(sent.Turn, frame.Utf8Json).WaitAsync(cancellationToken).ConfigureAwait(false);
            // It waited for a token or a connection; a turn that is on its way is told what became of it like any other.
            ObjectDisposedException.ThrowIf(exchanges.IsDisposed && !transport.HasBegun, typeof(ResponsesWebSocketClient));
            if (transport.NotSent is { } cause)
            {
                throw cause;
            }

            if (sent.Turn.Delivery != DeliveryState.NotSent)
            {
                telemetry.Sent(new CreateFrame(transport.Body, transport.Body.Length - frame.Utf8Json.Length + frame.BytesIfSentInFull), TimeSpan.Zero);
            }

            return sent;
        }
        catch
        {
            sent.Dispose();
            throw;
        }
    }
}
