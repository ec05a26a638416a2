using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Telemetry;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>Sends each turn over a socket or over HTTP.</summary>
internal sealed class TransportRouter(TurnSender sockets, HttpTurnSender http, CircuitBreaker breaker, ClientContext context)
{
    private ResponsesTransport Transport => context.Options.Transport;

    private FrameSizeLimit FrameSize => context.Endpoint.FrameSize;

    /// <param name="request">The settings of the turn.</param>
    /// <param name="items">The whole history.</param>
    /// <param name="again">What an earlier send of the turn has decided.</param>
    /// <param name="telemetry">Told what the send costs.</param>
    /// <param name="cancellationToken">Leaves the turn.</param>
    public async ValueTask<InFlightTurn> SendAsync(
        TurnRequest request, IReadOnlyList<ConversationItem> items, RetryDecision? again, TurnTelemetry telemetry, CancellationToken cancellationToken)
    {
        var given = again?.Planned;
        if (Transport == ResponsesTransport.Http)
        {
            return await http.SendAsync(request, items, given, PlanReason.OverHttp, telemetry, cancellationToken).ConfigureAwait(false);
        }

        if (again?.NoSocket is { } known)
        {
            return await SendWithoutSocketAsync(known, request, items, given, telemetry, cancellationToken).ConfigureAwait(false);
        }

        if (given?.Plan.Reason != PlanReason.FrameTooLarge)
        {
            var arrived = telemetry.Now;
            try
            {
                return await sockets.SendAsync(request, items, given, again?.Kept, telemetry, cancellationToken).ConfigureAwait(false);
            }
            catch (RequestTooLargeException) when (Transport == ResponsesTransport.Auto)
            {
                // Nothing was sent, and a request body may be larger than a frame.
            }
            catch (ResponsesWebSocketException failure) when (Transport == ResponsesTransport.Auto && failure.Delivery == DeliveryState.NotSent && NoSocket.MayGoOverHttp(failure))
            {
                telemetry.WaitedSince(arrived);
                return await SendWithoutSocketAsync(new(failure, breaker.Resets), request, items, given, telemetry, cancellationToken).ConfigureAwait(false);
            }
        }

        return await http.SendAsync(request, items, given: null, PlanReason.FrameTooLarge, telemetry, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The service has said something to the turn.</summary>
    /// <param name="sent">The turn.</param>
    /// <param name="failure">What it said, if it was no event.</param>
    public void Heard(InFlightTurn sent, ResponsesWebSocketException? failure = null)
    {
        if (sent.IsHeard)
        {
            return;
        }

        sent.IsHeard = true;
        FrameSize.Heard(sent.Lane.Session, sent.FrameBytes);
        // Only now: where HTTP fails too, it is the network or the service that is gone, and not the sockets.
        if (sent.NoSocket is { } missing)
        {
            if (failure is not null && !NoSocket.IsServed(failure))
            {
                Log.NeitherSocketNorHttp(context.Logger, missing.Cause.Message);
            }
            else if (breaker.Open(missing.Resets))
            {
                Log.SocketsGivenUp(context.Logger, missing.Cause.Message, breaker.Wait);
            }
        }
    }

    /// <summary>Whether this turn's frame was too large for the socket, so that it goes over HTTP.</summary>
    public bool WasTooLarge(InFlightTurn sent, ResponsesWebSocketException failure)
    {
        if (Transport == ResponsesTransport.Auto && !sent.Lane.Key.IsHttp && failure is ResponseRefusedException { IsTooLarge: true })
        {
            FrameSize.Refused(sent.Lane.Session, sent.FrameBytes);
            return true;
        }

        return IsTooLarge(failure) && FrameSize.TryLearnFromClose(sent.Lane.Session, sent.FrameBytes);
    }

    /// <summary>The failure as it concerns this turn: another turn's frame says nothing about it.</summary>
    public ResponsesWebSocketException Judge(ResponsesWebSocketException failure) =>
        IsTooLarge(failure) ? new ConnectionLostException(failure.Message, failure) { CloseStatus = CloseCode.TooLarge, Delivery = failure.Delivery } : failure;

    private bool IsTooLarge(ResponsesWebSocketException failure) =>
        Transport == ResponsesTransport.Auto && failure is ConnectionLostException { CloseStatus: CloseCode.TooLarge };

    private async ValueTask<InFlightTurn> SendWithoutSocketAsync(
        NoSocket missing, TurnRequest request, IReadOnlyList<ConversationItem> items, PlannedTurn? given, TurnTelemetry telemetry, CancellationToken cancellationToken)
    {
        // What a failure has decided about sockets is void; that reasoning is refused holds over HTTP too.
        var kept = given is { WithReasoning: false } ? given : null;
        try
        {
            var sent = await http.SendAsync(request, items, kept, PlanReason.SocketUnavailable, telemetry, cancellationToken).ConfigureAwait(false);
            sent.NoSocket = missing;
            return sent;
        }
        catch (ResponsesWebSocketException overHttp)
        {
            var told = missing.Clearer(overHttp);
            Log.NeitherSocketNorHttp(context.Logger, told == overHttp ? missing.Cause.Message : overHttp.Message);
            throw told;
        }
    }
}
