namespace ResponsesWebSocket.Client;

/// <summary>How a response ended. A failed one is an exception, not a result.</summary>
public enum TurnStatus
{
    /// <summary>The model finished.</summary>
    Completed,

    /// <summary>The model was stopped; <see cref="TurnResult.IncompleteReason"/> says by what. What it wrote is there.</summary>
    Incomplete,
}

/// <summary>The outcome of one turn.</summary>
public sealed class TurnResult
{
    /// <summary>The service's id of the response.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    public required TurnStatus Status { get; init; }

    /// <summary>What stopped an incomplete response, for example <c>max_output_tokens</c> or <c>content_filter</c>.</summary>
    public string? IncompleteReason { get; init; }

    /// <summary>When the service made it, if it said so.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The model that answered, often a dated name.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// All output items in order, raw. Append them to the history to go on. Where the turn was steered, the user's messages stand
    /// among them as the service put them in; those at the end, behind calls, are in front of the calls' results.
    /// </summary>
    public required IReadOnlyList<ConversationItem> Output { get; init; }

    /// <summary>The tokens used, if the service said so; of a steered turn those of all its responses.</summary>
    public TurnUsage? Usage { get; init; }

    /// <summary>What the turn cost and why it was sent as it was.</summary>
    public required TurnReport Report { get; init; }

    /// <summary>The visible text of all messages, joined.</summary>
    public string Text => string.Concat(Output.Where(static item => item.Kind == ItemKind.Message && item.Role != "user").Select(static item => item.Text));

    /// <summary>The calls in order.</summary>
    public IEnumerable<ConversationItem> FunctionCalls => Output.Where(static item => item.Kind == ItemKind.FunctionCall);
}
