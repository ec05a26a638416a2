namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>A planned fault and what has become of it so far.</summary>
internal sealed class PlanEntry(PlannedFault fault)
{
    private int _seen;
    private int _struck;

    public FaultTrigger When => fault.When;

    public FaultEffect Effect => fault.Do;

    /// <summary>Whether it strikes at frames, not at turns, bytes, times or upgrades.</summary>
    public bool IsOfFrames { get; } = fault.When is { Byte: null, After: null }
        && fault.Do is not (FaultEffect.Error or FaultEffect.Terminal or FaultEffect.OmitItemDone or FaultEffect.RefuseUpgrade);

    /// <summary>Counts a match. Several in a row strike when the fault has more than one time.</summary>
    public bool Strike_NeedsLock()
    {
        if (++_seen < When.Occurrence || _struck >= (fault.Times ?? int.MaxValue))
        {
            return false;
        }

        _struck++;
        return true;
    }
}
