using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.Conversations;
using ResponsesWebSocket.Client.Diagnostics;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Recovery;

/// <summary>Sends each turn over a socket or over HTTP.</summary>
internal sealed class TurnDispatcher(
    TurnSender sockets, HttpTurnSender http, ResponsesTransport transport, FrameLimit limit, HealingBreaker breaker, ILogger logger)
{
    /// <inheritdoc cref="TurnSender.SendAsync"/>
    public async ValueTask<SentTurn> SendAsync(
        ResponseRequest request,
        IReadOnlyList<ConversationItem> items,
        PlannedTurn? given,
        SentTurn? kept,
        TurnCosts costs,
        CancellationToken cancellationToken)
    {
        if (transport == ResponsesTransport.Http)
        {
            return await http.SendAsync(request, items, given, PlanReason.OverHttp, costs, cancellationToken).ConfigureAwait(false);
        }

        if (given?.Plan.Reason != PlanReason.FrameTooLarge)
        {
            try
            {
                return await sockets.SendAsync(request, items, given, kept, costs, cancellationToken).ConfigureAwait(false);
            }
            catch (RequestTooLargeException) when (transport == ResponsesTransport.Auto)
            {
                // Nothing was sent, and a request body may be larger than a frame.
            }
            catch (ResponsesWebSocketException failure) when (transport == ResponsesTransport.Auto && IsNoSocket(failure))
            {
                return await SendWithoutSocketAsync(failure, request, items, costs, cancellationToken).ConfigureAwait(false);
            }
        }

        return await http.SendAsync(request, items, given: null, PlanReason.FrameTooLarge, costs, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The service has said something to the turn.</summary>
    public void Heard(SentTurn sent)
    {
        if (!sent.IsHeard)
        {
            sent.IsHeard = true;
            limit.Heard(sent.Lane.Session, sent.FrameBytes);
        }
    }

    /// <summary>Whether the socket was closed because of this turn's frame, so that it goes over HTTP.</summary>
    public bool WasTooLarge(SentTurn sent, ResponsesWebSocketException failure) =>
        IsTooLarge(failure) && limit.Blames(sent.Lane.Session, sent.FrameBytes);

    /// <summary>The failure as it concerns this turn: another turn's frame says nothing about it.</summary>
    public ResponsesWebSocketException Judge(ResponsesWebSocketException failure) =>
        IsTooLarge(failure) ? new ConnectionLostException(failure.Message, failure) { CloseStatus = CloseCode.TooLarge, Delivery = failure.Delivery } : failure;

    private bool IsTooLarge(ResponsesWebSocketException failure) =>
        transport == ResponsesTransport.Auto && failure is ConnectionLostException { CloseStatus: CloseCode.TooLarge };

    /// <summary>
    /// The upgrade was refused as one that is not served here, or there was no connection. Other refusals, of the key for
    /// example, would meet HTTP as well.
    /// </summary>
    private static bool IsNoSocket(ResponsesWebSocketException failure) =>
        failure.Delivery == DeliveryState.NotSent && (failure is ResponseRefusedException { IsNotServed: true } || failure is ConnectionLostException { IsTransient: true });

    private async ValueTask<SentTurn> SendWithoutSocketAsync(
        ResponsesWebSocketException failure, ResponseRequest request, IReadOnlyList<ConversationItem> items, TurnCosts costs, CancellationToken cancellationToken)
    {
        var isNotServed = failure is ResponseRefusedException { IsNotServed: true };
        if (isNotServed && breaker.Refuse())
        {
            Log.SocketsGivenUp(logger, failure.Message, breaker.Wait);
        }

        var sent = await http.SendAsync(request, items, given: null, PlanReason.SocketUnavailable, costs, cancellationToken).ConfigureAwait(false);
        // Only now: where HTTP fails too, it is the network or the service that is gone, and not the sockets.
        if (!isNotServed && breaker.Fail())
        {
            Log.SocketsGivenUp(logger, failure.Message, breaker.Wait);
        }

        return sent;
    }
}
