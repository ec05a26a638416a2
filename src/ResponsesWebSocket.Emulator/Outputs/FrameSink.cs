using ResponsesWebSocket.Emulator.Models;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Where the frames of a turn go.</summary>
internal interface IFrameSink
{
    /// <summary>Sends one text message.</summary>
    /// <param name="text">The message.</param>
    /// <param name="streamId">Its lane, for the journal; null for the default lane.</param>
    /// <param name="turn">Its turn, for the journal; null when it belongs to none.</param>
    /// <param name="cancellationToken">Ends the wait for other messages; a message that is going out is not cut.</param>
    /// <exception cref="OperationCanceledException">The connection has ended.</exception>
    Task SendTextAsync(string text, string? streamId, int? turn, CancellationToken cancellationToken);

    /// <summary>Whether turns go on when the peer is gone.</summary>
    bool IsOutlived => false;

    /// <summary>Ends the connection without a close handshake, but delivers what was sent.</summary>
    void Drop();
}

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

/// <summary>Gives the events of one turn their numbers.</summary>
/// <param name="behavior">How the open questions about numbers are answered.</param>
/// <param name="lane">The count of the turn's lane.</param>
internal sealed class Numbering(EmulatorBehavior behavior, LaneNumbers lane)
{
    private readonly LaneNumbers _numbers = behavior.NumbersRestart ? new() : lane;

    /// <summary>Whether an event has been numbered.</summary>
    public bool HasBegun { get; private set; }

    public int Next(string type)
    {
        if (!behavior.CountsSteeringFrames && type.StartsWith("response.steer.", StringComparison.Ordinal))
        {
            return 0;
        }

        HasBegun = true;
        return _numbers.Next();
    }

    /// <summary>The number of an error that ends the turn; null for none.</summary>
    public int? NextForError() => HasBegun || behavior.NumbersRefusals ? _numbers.Next() : null;
}
