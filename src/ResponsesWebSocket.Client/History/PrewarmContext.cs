namespace ResponsesWebSocket.Client.History;

/// <summary>A context to be made ready on another lane, and the settings it goes with.</summary>
/// <param name="Request">The settings of the turn that led there.</param>
/// <param name="Input">The history before the last answer.</param>
/// <param name="Output">The last answer; empty when it is left to the turn that brings its calls' results.</param>
/// <param name="Content">What the context will be known by.</param>
internal sealed record PrewarmContext(
    TurnRequest Request,
    IReadOnlyList<ConversationItem> Input,
    IReadOnlyList<ConversationItem> Output,
    CheckpointContent Content)
{
    /// <summary>The context of a history nobody has answered yet.</summary>
    public static PrewarmContext Of(TurnRequest request, IReadOnlyList<ConversationItem> input)
    {
        var (laneHistory, _, _) = LaneHistory.Of(input, []);
        return new(request, input, [], new CheckpointContent(laneHistory.End, laneHistory.End, laneHistory.End, [], request.Model));
    }

    /// <summary>
    /// The context a lane holds. An answer with calls stays behind: the service takes no call without its result, and the
    /// result is the next turn's.
    /// </summary>
    public static PrewarmContext? Of(LaneHistory laneHistory)
    {
        if (laneHistory.Request is not { Store: false } request)
        {
            // A stored response can be continued from anywhere.
            return null;
        }

        var content = laneHistory.Latest.Content;
        return HasCalls(laneHistory) || laneHistory.Latest.IsBoundToLane ? Of(request, laneHistory.Input) : new(request, laneHistory.Input, content.Output, content);
    }

    /// <summary>What a lane holds that has it. Costs a walk over the items, so it is made outside of locks.</summary>
    public LaneHistory ToLaneHistory()
    {
        var laneHistory = LaneHistory.Of(Input, Output).History;
        laneHistory.Request = Request;
        return laneHistory;
    }

    /// <summary>Whether the caller's tools run now, as far as can be told.</summary>
    public static bool HasCalls(LaneHistory laneHistory) => laneHistory.Latest.Content.Output.Any(static item => item.Kind == ItemKind.FunctionCall);
}
