namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Streams a call of a tool that the service runs itself: its progress goes out as events without content.</summary>
/// <param name="events">Where the events go.</param>
/// <param name="itemId">The item's id.</param>
/// <param name="outputIndex">The item's place.</param>
/// <param name="family">The item's type, which is in the middle of each event's type.</param>
internal abstract class HostedOutputWriter(EventStream events, string itemId, int outputIndex, string family)
    : OutputWriter(events, itemId, outputIndex)
{
    protected string Family { get; } = family;

    protected Task ProgressAsync(string stage) => Events.SendAsync($"response.{Family}.{stage}", Place);

    /// <summary>The last stage, which a call that is stopped never reaches.</summary>
    protected Task FinishAsync(string stage) => End == ItemEnd.Whole ? ProgressAsync(stage) : Task.CompletedTask;
}
