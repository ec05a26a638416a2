using ResponsesWebSocket.Client;

namespace AgentLoop;

/// <summary>What a run came to.</summary>
internal sealed record RunSummary(SampleOptions Options, IReadOnlyList<TurnReport> Turns, int ToolCalls, string? ReportPath, string Answer, bool Emulated)
{
    public static string SemanticKernel =>
        typeof(Microsoft.SemanticKernel.Kernel).Assembly.GetName() is var name && name.Name == "Microsoft.SemanticKernel.Abstractions" ? $"{name.Version}" : "stand-in";

    public int Sessions => Turns.Select(static turn => turn.Session).Distinct().Count();

    public long BytesSent => Turns.Sum(static turn => turn.BytesSent);

    public long BytesFullReplay => Turns.Sum(static turn => turn.BytesFullReplay);

    public TimeSpan Duration => Turns.Aggregate(TimeSpan.Zero, static (sum, turn) => sum + turn.Duration);

    public int Count(PlanKind kind) => Turns.Count(turn => turn.Plan.Kind == kind);
}
