namespace ResponsesWebSocket.Client.Protocol;

/// <summary>Names a lane for those who keep books about it. A session number is never used twice, so a stale key finds nothing.</summary>
/// <param name="Session">The session's number.</param>
/// <param name="StreamId">The lane's name; null is the default lane.</param>
internal readonly record struct LaneKey(int Session, string? StreamId);
