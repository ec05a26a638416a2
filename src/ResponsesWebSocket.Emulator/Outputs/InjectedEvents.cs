using ResponsesWebSocket.Emulator.Models;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>The foreign frames of one answer; counts events by type to know when each is due.</summary>
internal sealed class InjectedEvents(IReadOnlyList<Interjection> planned)
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    public static InjectedEvents Of(ModelAnswer answer) => new(answer.InjectedEvents);

    /// <summary>What goes in front of the event that is about to be sent.</summary>
    public IReadOnlyList<ModelOutput.RawEvent> Before(string type)
    {
        var occurrence = _seen[type] = _seen.GetValueOrDefault(type) + 1;
        return [.. planned.Where(frame => frame.EventType == type && frame.Occurrence == occurrence).Select(static frame => frame.Frame)];
    }
}
