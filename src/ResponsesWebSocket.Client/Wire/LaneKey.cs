using System.Globalization;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>Names a lane for those who keep books about it. A session number is never used twice, so a stale key finds nothing.</summary>
/// <param name="Session">The session's number.</param>
/// <param name="StreamId">The lane's name; null is the default lane.</param>
internal readonly record struct LaneKey(int Session, string? StreamId)
{
    /// <summary>The number of every exchange over HTTP. Nothing is held behind it, so it is in no books.</summary>
    public const int Http = 0;

    public bool IsHttp => Session == Http;

    /// <summary>For logs: <c>3</c> is the default lane of session 3, <c>3/7</c> its lane of that name.</summary>
    public override string ToString() => StreamId is null
        ? Session.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Session}/{StreamId}");
}
