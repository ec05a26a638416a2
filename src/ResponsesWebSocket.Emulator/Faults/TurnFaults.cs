using System.Collections.Concurrent;

namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>The fault points of one turn; counts its events by type.</summary>
internal sealed class TurnFaults(FaultHooks hooks, int turn, int connectionId, string? streamId)
{
    // Steering events come from the connection's reading, all others from the turn.
    private readonly ConcurrentDictionary<string, int> _occurrences = new(StringComparer.Ordinal);

    public TerminalOutput TerminalOutput => hooks.TerminalOutputOf(turn);

    public Task<FaultAction> AtArrivalAsync(CancellationToken cancellationToken) => ApplyAsync(FaultStage.CreateArrived, null, cancellationToken);

    public Task<FaultAction> AtStartAsync(CancellationToken cancellationToken) => ApplyAsync(FaultStage.TurnStarting, null, cancellationToken);

    public Task<FaultAction> BeforeAsync(string eventType, CancellationToken cancellationToken)
    {
        _occurrences.AddOrUpdate(eventType, 1, static (_, count) => count + 1);
        return ApplyAsync(FaultStage.BeforeEvent, eventType, cancellationToken);
    }

    public Task<FaultAction> AfterAsync(string eventType, CancellationToken cancellationToken) =>
        ApplyAsync(FaultStage.AfterEvent, eventType, cancellationToken);

    private Task<FaultAction> ApplyAsync(FaultStage stage, string? eventType, CancellationToken cancellationToken)
    {
        var occurrence = eventType is null ? 0 : _occurrences.GetValueOrDefault(eventType);
        return hooks.ApplyAsync(new(stage, turn, connectionId, streamId, eventType, occurrence), cancellationToken);
    }
}
