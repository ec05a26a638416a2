using ResponsesWebSocket.Emulator.Costs;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.State;

/// <summary>What all connections of one emulator share.</summary>
internal sealed class EmulatorContext(EmulatorOptions options)
{
    private int _turns;

    public EmulatorOptions Options { get; } = options;

    public ServiceRules Rules { get; } = ServiceRules.For(options.Profile);

    public Journal Journal { get; } = new(options.Limits.JournalBytes);

    public FaultHooks Faults { get; } = new() { Plan = new(options.FaultPlan) };

    public ResponseStore Store { get; } = new(options.Limits.StoredBytes);

    /// <summary>Charges by the cost model; null without one.</summary>
    public CostMeter? Costs { get; } = options.Costs is { } costs ? new(costs, options.TimeProvider) : null;

    public TimeProvider Time => Options.TimeProvider;

    /// <summary>How many turns have arrived so far.</summary>
    public int Turns => Volatile.Read(ref _turns);

    public int NextTurnNumber() => Interlocked.Increment(ref _turns);
}
