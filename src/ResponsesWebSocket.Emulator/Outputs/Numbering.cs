using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

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
