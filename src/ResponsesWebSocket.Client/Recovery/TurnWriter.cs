using ResponsesWebSocket.Client.Conversations;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Recovery;

/// <summary>Writes the frame that a plan calls for.</summary>
internal sealed class TurnWriter(CheckpointIndex index, ReasoningSupport reasoning)
{
    public CreateFrame Write(ResponseRequest request, IReadOnlyList<ConversationItem> items, PlannedTurn planned, string? streamId)
    {
        var asks = reasoning.AsksFor(request);
        if (!planned.SendsKnownAnswers)
        {
            return FrameWriter.Create(request, items, streamId, planned.Parent?.ResponseId, planned.FirstItem, asks);
        }

        var window = ReplayWindow.Of(items, planned.FirstItem, request, index, planned.WithReasoning);
        var frame = FrameWriter.Create(request, window, streamId, planned.Parent?.ResponseId, firstItem: 0, asks);
        // What the parent covers would have cost what the history takes.
        return frame with { FullReplayBytes = frame.FullReplayBytes + items.Take(planned.FirstItem).Sum(item => FrameWriter.SizeOf(item, request)) };
    }
}
