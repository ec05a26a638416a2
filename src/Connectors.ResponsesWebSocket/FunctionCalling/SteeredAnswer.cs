using Connectors.ResponsesWebSocket.Mapping;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>
/// A turn that was steered holds several answers with the user's messages between them. The last one is the answer of the turn; the
/// others belong into the history before it. Messages behind the last answer wait for the next round by themselves.
/// </summary>
internal static class SteeredAnswer
{
    /// <summary>The parts before the last answer in order: answers, and the user's messages.</summary>
    public static IEnumerable<(TurnResult? Answer, ConversationItem? Message)> Before(TurnResult turn)
    {
        var part = new List<ConversationItem>();
        foreach (var item in turn.Output.Take(BeginOfLast(turn)))
        {
            if (!SteeredItem.IsUsers(item))
            {
                part.Add(item);
                continue;
            }

            if (part.Count > 0)
            {
                yield return (Part(turn, part), null);
                part = [];
            }

            yield return (null, item);
        }
    }

    /// <summary>The last answer. It carries the tokens of all, since the service counts each response by itself and the turn is one.</summary>
    public static TurnResult Last(TurnResult turn) => turn.Output.Any(SteeredItem.IsUsers)
        ? With(turn, [.. turn.Output.Skip(BeginOfLast(turn)).Where(static item => !SteeredItem.IsUsers(item))], turn.Status, turn.IncompleteReason, turn.Usage)
        : turn;

    private static int BeginOfLast(TurnResult turn)
    {
        var end = turn.Output.Count;
        while (end > 0 && SteeredItem.IsUsers(turn.Output[end - 1]))
        {
            end--;
        }

        while (end > 0 && !SteeredItem.IsUsers(turn.Output[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static TurnResult Part(TurnResult turn, IReadOnlyList<ConversationItem> output) =>
        With(turn, output, TurnStatus.Completed, incompleteReason: null, usage: null);

    private static TurnResult With(
        TurnResult turn, IReadOnlyList<ConversationItem> output, TurnStatus status, string? incompleteReason, TurnUsage? usage) => new()
    {
        Id = turn.Id,
        Status = status,
        IncompleteReason = incompleteReason,
        CreatedAt = turn.CreatedAt,
        Model = turn.Model,
        Output = output,
        Usage = usage,
        Report = turn.Report,
    };
}
