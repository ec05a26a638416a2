namespace ResponsesWebSocket.Emulator;

/// <summary>One fault of a plan.</summary>
/// <param name="When">When it strikes.</param>
/// <param name="Do">What it does.</param>
public sealed record PlannedFault(FaultTrigger When, FaultEffect Do)
{
    /// <summary>How many times it strikes, counted over the emulator's life.</summary>
    /// <value>1 by default; <see langword="null"/>: every time.</value>
    public int? Times { get; init; } = 1;
}
