namespace ResponsesWebSocket.Client.Sessions;

/// <summary>How long a turn may hear nothing. <see cref="Timeout.InfiniteTimeSpan"/> is for ever.</summary>
/// <param name="FirstEvent">From the frame on the wire to the first event.</param>
/// <param name="InterEvent">Between two events; also how long the frame may take to be written.</param>
internal readonly record struct InactivityTimeouts(TimeSpan FirstEvent, TimeSpan InterEvent)
{
    public static InactivityTimeouts None { get; } = new(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
