using System.Collections.Concurrent;

namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>The fault points of one turn; counts its events by type.</summary>
internal sealed class TurnFaults(FaultHooks hooks, int turn, int connectionId, string? streamId)
{
    // Steering events come from the connection's reading, all others from the turn.
    private readonly ConcurrentDictionary<string, int> _occurrences = new(StringComparer.Ordinal);

    private bool _omitsItemDone;

    public int Turn => turn;

    public string? StreamId => streamId;

    public TerminalOutput TerminalOutput => hooks.TerminalOutputOf(turn) is var output and not TerminalOutput.Full
        ? output
        : hooks.Plan.TerminalOutputAt(new(FaultStage.TurnStarting, turn, connectionId, streamId));

    public Task<FaultAction> AtArrivalAsync(CancellationToken cancellationToken) => ApplyAsync(FaultStage.CreateArrived, null, cancellationToken);

    public Task<FaultAction> AtStartAsync(CancellationToken cancellationToken) => ApplyAsync(FaultStage.TurnStarting, null, cancellationToken);

    public Task<FaultAction> BeforeAsync(string eventType, CancellationToken cancellationToken)
    {
        _occurrences.AddOrUpdate(eventType, 1, static (_, count) => count + 1);
        return ApplyAsync(FaultStage.BeforeEvent, eventType, cancellationToken);
    }

    public Task<FaultAction> AfterAsync(string eventType, CancellationToken cancellationToken) =>
        ApplyAsync(FaultStage.AfterEvent, eventType, cancellationToken);

    private async Task<FaultAction> ApplyAsync(FaultStage stage, string? eventType, CancellationToken cancellationToken)
    {
        var occurrence = eventType is null ? 0 : _occurrences.GetValueOrDefault(eventType);
        var point = new FaultPoint(stage, turn, connectionId, streamId, eventType, occurrence);
        var action = await hooks.ApplyAsync(point, cancellationToken).ConfigureAwait(false);
        return action == FaultAction.None ? AskPlan(point) : action;
    }

    private FaultAction AskPlan(FaultPoint point)
    {
        // Asked once per turn, since the plan counts how often it has struck.
        _omitsItemDone = point.Stage == FaultStage.TurnStarting ? hooks.Plan.OmitsItemDone(point) : _omitsItemDone;
        return hooks.Plan.AtPoint(point) is var action && action == FaultAction.None && _omitsItemDone
            && point is { Stage: FaultStage.BeforeEvent, EventType: "response.output_item.done" }
            ? FaultAction.Skip
            : action;
    }
}

/// <summary>A fault that strikes once.</summary>
internal sealed record FaultRule(int Turn, Func<FaultPoint, bool> Matches, Func<FaultAction> Action);

/// <summary>A frame as a plan sees it.</summary>
internal readonly record struct FrameContext(FaultDirection Direction, int Connection, int Frame, string? EventType, int? Turn, string? Lane)
{
    public bool Meets(FaultTrigger when) =>
        when.Direction == Direction
        && (when.Connection ?? Connection) == Connection
        && (when.Frame ?? Frame) == Frame
        && (when.Turn is null || when.Turn == Turn)
        && (when.Lane is null || when.Lane == Lane)
        && (when.EventType is null || when.EventType == EventType);
}
