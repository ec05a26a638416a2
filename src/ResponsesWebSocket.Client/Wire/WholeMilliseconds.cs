namespace ResponsesWebSocket.Client.Wire;

/// <summary>
/// The framework's waits cut a time to whole milliseconds. What is less than one would be no wait at all, and whoever looks
/// again afterwards would look again and again.
/// </summary>
internal static class WholeMilliseconds
{
    public static TimeSpan Of(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
