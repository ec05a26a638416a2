using System.Net;

namespace ResponsesWebSocket.Client.Resilience;

/// <summary>A socket that a turn needed and could not have, so that the turn goes over HTTP, with all its later sends.</summary>
/// <param name="Cause">Why there was none.</param>
/// <param name="Resets">How often sockets had come back by then: what was found out before the last time says nothing any more.</param>
internal sealed record NoSocket(ResponsesWebSocketException Cause, int Resets)
{
    /// <summary>
    /// Whether HTTP may work where opening a socket failed. A key or a proxy's credentials that are refused, a rate limit and a
    /// certificate that is not trusted would meet HTTP as well.
    /// </summary>
    public static bool MayGoOverHttp(ResponsesWebSocketException failure) => failure switch
    {
        ResponseRefusedException refused => refused.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.ProxyAuthenticationRequired or HttpStatusCode.TooManyRequests),
        ConnectionLostException lost => lost.IsTransient,
        HttpHandlerException => true,
        _ => false,
    };

    /// <summary>Whether another try of the handshake comes after HTTP: only without any connection would HTTP fail in the same way.</summary>
    public static bool GoesOverHttpAtOnce(ResponsesWebSocketException failure) => MayGoOverHttp(failure) && failure is not ConnectionLostException { IsUnreachable: true };

    /// <summary>Whether the service has served the request, though by an error: it took the turn up and found fault with it.</summary>
    public static bool IsServed(ResponsesWebSocketException overHttp) => overHttp is ResponseRefusedException
    {
        RawError: not null,
        StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity or HttpStatusCode.TooManyRequests,
    };

    /// <summary>
    /// The clearer of two failures. What came of a request that was sent over HTTP is told, since HTTP is what must work; where
    /// nothing could be sent, the socket's failure is told if it says more.
    /// </summary>
    public ResponsesWebSocketException Clearer(ResponsesWebSocketException overHttp) =>
        overHttp.Delivery == DeliveryState.NotSent && Clarity(Cause) > Clarity(overHttp) ? Cause : overHttp;

    private static int Clarity(ResponsesWebSocketException failure) => failure switch
    {
        HttpHandlerException or AccessTokenException => 3,
        ResponseRefusedException => 2,
        ConnectionLostException { IsNotTried: true } => 0,
        _ => 1,
    };
}
