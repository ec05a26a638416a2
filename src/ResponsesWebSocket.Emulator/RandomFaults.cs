namespace ResponsesWebSocket.Emulator;

/// <summary>What <see cref="FaultPlan.Random"/> makes a plan of.</summary>
public sealed record RandomFaults
{
    /// <summary>Number of faults.</summary>
    public int Faults { get; init; } = 5;

    /// <summary>Faults strike on connections up to this number.</summary>
    public int Connections { get; init; } = 3;

    /// <summary>Faults strike in turns up to this number.</summary>
    public int Turns { get; init; } = 10;

    /// <summary>Whether frames may be lost, doubled or damaged, which no network does: a client may fail on it, but must not hang or lie.</summary>
    public bool BrokenFrames { get; init; }

    /// <summary>Whether connections may go dead without an end; a client needs a time limit of its own against it.</summary>
    public bool BlackHoles { get; init; }
}
