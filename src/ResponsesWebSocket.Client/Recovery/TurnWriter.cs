using ResponsesWebSocket.Client.Conversations;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Recovery;

/// <summary>Writes the frame that a plan calls for.</summary>
internal sealed class TurnWriter(CheckpointIndex index, ReasoningSupport reasoning, ToolSupport tools)
{
    /// <summary>The plan with what it takes for the model to see the turn's tools. It may have to become a replay.</summary>
    public PlannedTurn WithTools(PlannedTurn planned, ResponseRequest request) => ToolTravel.Apply(planned, request, tools.AsItems);

    public CreateFrame Write(ResponseRequest request, IReadOnlyList<ConversationItem> items, PlannedTurn planned, string? streamId)
    {
        var choices = new WireChoices { AsksForReasoning = reasoning.AsksFor(request), Tools = planned.Tools };
        if (!planned.SendsKnownAnswers)
        {
            return FrameWriter.Create(request, items, streamId, planned.Parent?.ResponseId, planned.FirstItem, choices);
        }

        var window = ReplayWindow.Of(items, planned.FirstItem, request, index, planned.WithReasoning);
        var frame = FrameWriter.Create(request, window, streamId, planned.Parent?.ResponseId, firstItem: 0, choices);
        // What the parent covers would have cost what the history takes.
        return frame with { FullReplayBytes = frame.FullReplayBytes + items.Take(planned.FirstItem).Sum(item => FrameWriter.SizeOf(item, request)) };
    }

    /// <summary>The frame that makes a context ready, with the tools it then holds.</summary>
    public (CreateFrame Frame, ToolItems? Tools) WriteWarmUp(WarmContext warm, string? streamId)
    {
        var planned = WithTools(PlannedTurn.Replay(PlanReason.NoCheckpoint), warm.Request);
        var window = ReplayWindow.Of([.. warm.Input, .. warm.Output], firstItem: 0, warm.Request, index, withReasoning: true);
        return (FrameWriter.Create(warm.Request, window, streamId, parent: null, firstItem: 0, new() { OnlyPrepares = true, Tools = planned.Tools }), planned.Tools);
    }
}
