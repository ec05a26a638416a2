using System.Reflection;
using ResponsesWebSocket.Client;

namespace AgentLoop;

/// <summary>What a run came to.</summary>
internal sealed record RunSummary(SampleOptions Options, IReadOnlyList<TurnReport> Turns, int ToolCalls, string? ReportPath, string Answer, bool Emulated)
{
    /// <summary>The version in use as its makers name it, without the commit behind the plus sign.</summary>
    public static string SemanticKernel =>
        typeof(Microsoft.SemanticKernel.Kernel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public int Sessions => Turns.Select(static turn => turn.Session).Distinct().Count();

    public long BytesSent => Turns.Sum(static turn => turn.BytesSent);

    public long BytesIfSentInFull => Turns.Sum(static turn => turn.BytesIfSentInFull);

    public TimeSpan Duration => Turns.Aggregate(TimeSpan.Zero, static (sum, turn) => sum + turn.Duration);

    public int Count(PlanKind kind) => Turns.Count(turn => turn.Plan.Kind == kind);
}
