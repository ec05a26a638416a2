using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.History;

/// <summary>A plan with what is needed to carry it out.</summary>
/// <param name="Plan">How, and why.</param>
/// <param name="Parent">The response to continue from; null for a replay.</param>
/// <param name="FirstItem">The first item that is sent.</param>
/// <param name="Preferred">For a replay, the lane that best takes it.</param>
internal sealed record PlannedTurn(TurnPlan Plan, Checkpoint? Parent, int FirstItem, LaneKey? Preferred)
{
    /// <summary>Whether what is sent holds answers of known responses, so that they can go as they came.</summary>
    public bool SendsKnownAnswers { get; init; } = Parent is null;

    /// <summary>Whether earlier reasoning goes along with a replay.</summary>
    public bool WithReasoning { get; init; } = true;

    /// <summary>The tools when they travel as items.</summary>
    public ToolItems? Tools { get; init; }

    public PlannedTurn As(PlanKind kind, PlanReason reason) => this with { Plan = new TurnPlan(kind, reason) };

    public static PlannedTurn Replay(PlanReason reason, LaneKey? preferred = null, int? editedAt = null) =>
        new(new TurnPlan(PlanKind.Replay, reason, editedAt), Parent: null, FirstItem: 0, preferred);
}
