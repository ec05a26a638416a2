namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>A plan being carried out: knows what has struck already. Thread-safe.</summary>
internal sealed class FaultPlanExecutor(FaultPlan plan)
{
    private readonly Lock _gate = new();
    private readonly PlanEntry[] _entries = [.. plan.Faults.Select(static fault => new PlanEntry(fault))];

    public bool IsEmpty => _entries.Length == 0;

    /// <summary>What strikes at a frame.</summary>
    public IReadOnlyList<FaultEffect> AtFrame(FrameContext frame) => Strike(entry => entry.IsOfFrames && frame.Meets(entry.When));

    /// <summary>What strikes at a point of a turn.</summary>
    public FaultAction AtPoint(FaultPoint point)
    {
        if (IsEmpty || point.Stage is not (FaultStage.TurnStarting or FaultStage.BeforeEvent))
        {
            return FaultAction.None;
        }

        var sight = SightOf(point);
        var struck = Strike(entry => entry is { Effect: FaultEffect.Error, When.After: null }
            && entry.When.EventType is null == point.EventType is null
            && sight.Meets(entry.When));
        return struck is [FaultEffect.Error error, ..] ? FaultAction.Refuse(error.Detail) : FaultAction.None;
    }

    public TerminalOutput TerminalOutputAt(FaultPoint point) =>
        Strike(entry => entry.Effect is FaultEffect.Terminal && SightOf(point).Meets(entry.When)) is [FaultEffect.Terminal terminal, ..]
            ? terminal.Output
            : TerminalOutput.Full;

    public bool OmitsItemDone(FaultPoint point) => Strike(entry => entry.Effect is FaultEffect.OmitItemDone && SightOf(point).Meets(entry.When)).Count > 0;

    public FaultEffect.RefuseUpgrade? AtUpgrade(int connection) =>
        Strike(entry => entry.Effect is FaultEffect.RefuseUpgrade && (entry.When.Connection ?? connection) == connection)
            is [FaultEffect.RefuseUpgrade refusal, ..]
            ? refusal
            : null;

    /// <summary>The faults that wait for a byte or a time of this connection; each is taken by <see cref="TryStrike"/> when it is due.</summary>
    public IReadOnlyList<PlanEntry> WaitingOn(int connection) =>
        [.. _entries.Where(entry => (entry.When.Byte is not null || entry.When.After is not null) && (entry.When.Connection ?? connection) == connection)];

    public bool TryStrike(PlanEntry entry)
    {
        lock (_gate)
        {
            return entry.Strike_NeedsLock();
        }
    }

    private static FrameContext SightOf(FaultPoint point) =>
        new(FaultDirection.ToClient, point.ConnectionId, 0, point.EventType, point.Turn, point.StreamId);

    private IReadOnlyList<FaultEffect> Strike(Func<PlanEntry, bool> matches)
    {
        if (IsEmpty)
        {
            return [];
        }

        lock (_gate)
        {
            return [.. _entries.Where(matches).Where(static entry => entry.Strike_NeedsLock()).Select(static entry => entry.Effect)];
        }
    }
}

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
