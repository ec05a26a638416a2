using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>Writes the frame that a plan calls for.</summary>
internal sealed class RequestWriter(CheckpointIndex index, EndpointCapabilities endpoint)
{
    /// <summary>The plan with what it takes for the model to see the turn's tools. It may have to become a replay.</summary>
    public PlannedTurn WithTools(PlannedTurn planned, TurnRequest request) => ToolDelta.Apply(planned, request, endpoint.ToolsAsItems);

    public CreateFrame Write(TurnRequest request, IReadOnlyList<ConversationItem> items, PlannedTurn planned, string? streamId)
    {
        var choices = new RequestOptions { AsksForReasoning = endpoint.Reasoning.AsksFor(request), Tools = planned.Tools };
        if (!planned.SendsKnownAnswers)
        {
            return RequestFrameWriter.Create(request, items, streamId, planned.Parent?.ResponseId, planned.FirstItem, choices);
        }

        var window = FullInputBuilder.Of(items, planned.FirstItem, request, index, planned.WithReasoning);
        var frame = RequestFrameWriter.Create(request, window, streamId, planned.Parent?.ResponseId, firstItem: 0, choices);
        // What the parent covers would have cost what the history takes.
        return frame with { BytesIfSentInFull = frame.BytesIfSentInFull + items.Take(planned.FirstItem).Sum(item => RequestFrameWriter.SizeOf(item, request)) };
    }

    /// <summary>The frame that makes a context ready, with the tools it then holds.</summary>
    public (CreateFrame Frame, ToolItems? Tools) WritePrewarm(PrewarmContext prewarm, string? streamId)
    {
        var planned = WithTools(PlannedTurn.Replay(PlanReason.NoCheckpoint), prewarm.Request);
        var window = FullInputBuilder.Of([.. prewarm.Input, .. prewarm.Output], firstItem: 0, prewarm.Request, index, withReasoning: true);
        return (RequestFrameWriter.Create(prewarm.Request, window, streamId, parent: null, firstItem: 0, new() { OnlyPrepares = true, Tools = planned.Tools }), planned.Tools);
    }
}
