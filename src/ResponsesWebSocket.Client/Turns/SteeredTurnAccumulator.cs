using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>
/// A turn that steering cut into several responses, as one: their outputs with the steered messages between them, and the sum of
/// their tokens. Of a turn that nobody steers it holds nothing.
/// </summary>
/// <param name="input">The history the turn was made from.</param>
internal sealed class SteeredTurnAccumulator(IReadOnlyList<ConversationItem> input)
{
    private readonly IReadOnlyList<ConversationItem> _input = input;
    private readonly List<ConversationItem> _before = [];
    private (EndedResponse Terminal, IReadOnlyList<ConversationItem> Output)? _ended;
    private TurnUsage? _usage;

    /// <summary>The history up to the response that runs: what has to be sent if it is to be made again.</summary>
    public IReadOnlyList<ConversationItem> History { get; private set; } = input;

    /// <summary>The response that ended last, while it is open whether another one follows.</summary>
    public EndedResponse? Ended => _ended?.Terminal;

    /// <summary>A response ended, and its steers have not been dealt with.</summary>
    public void End(EndedResponse terminal, IReadOnlyList<ConversationItem> output) => _ended = (terminal, output);

    /// <summary>Another response goes on with the messages.</summary>
    public void GoOn(IReadOnlyList<ConversationItem> messages)
    {
        if (_ended is var (terminal, output))
        {
            _before.AddRange(output);
            _usage = Sum(terminal.Usage);
        }

        _before.AddRange(messages);
        _ended = null;
        History = CallOutputRepair.Close([.. _input, .. _before]);
    }

    /// <summary>The output of all responses.</summary>
    /// <param name="last">That of the last one; null when it ended before.</param>
    /// <param name="waiting">What the service keeps for the next turn.</param>
    public IReadOnlyList<ConversationItem> Output(IReadOnlyList<ConversationItem>? last, IReadOnlyList<ConversationItem> waiting)
    {
        last ??= _ended?.Output ?? [];
        return _before.Count + waiting.Count == 0 ? last : [.. _before, .. last, .. waiting];
    }

    public TurnUsage? Sum(TurnUsage? last) => (_usage, last) switch
    {
        ({ } sum, { } more) => new(
            sum.InputTokens + more.InputTokens,
            sum.CachedInputTokens + more.CachedInputTokens,
            sum.OutputTokens + more.OutputTokens,
            sum.ReasoningTokens + more.ReasoningTokens,
            sum.TotalTokens + more.TotalTokens),
        _ => last ?? _usage,
    };

    /// <summary>The event with its item's place in the output of the whole turn.</summary>
    public TurnEvent Place(TurnEvent happened) => _before.Count == 0 ? happened : happened switch
    {
        OutputItemAddedEvent added => added with { OutputIndex = added.OutputIndex + _before.Count },
        OutputItemDoneEvent done => done with { OutputIndex = done.OutputIndex + _before.Count },
        OutputTextDeltaEvent text => text with { OutputIndex = text.OutputIndex + _before.Count },
        RefusalDeltaEvent refusal => refusal with { OutputIndex = refusal.OutputIndex + _before.Count },
        FunctionCallArgumentsDeltaEvent arguments => arguments with { OutputIndex = arguments.OutputIndex + _before.Count },
        ReasoningSummaryDeltaEvent summary => summary with { OutputIndex = summary.OutputIndex + _before.Count },
        _ => happened,
    };
}
