namespace ResponsesWebSocket.Client.Wire;

internal enum ServerEventKind
{
    /// <summary>Nothing for a turn: a keep-alive, or an event that only repeats what others told.</summary>
    Silent,

    /// <summary>An event without content, before any: the response exists, an item began.</summary>
    Prelude,

    /// <summary>An event that carries part of the answer.</summary>
    Content,

    /// <summary>The response ended, completed or incomplete.</summary>
    Terminal,

    /// <summary>The request was refused or the response failed.</summary>
    Error,

    /// <summary>Not a message: the steers of a response that ended have been dealt with, and nothing follows it.</summary>
    Settled,
}

/// <summary>One message of the service, read.</summary>
internal readonly record struct ServerEvent(ServerEventKind Kind, string Type, string? StreamId)
{
    /// <summary>The response the frame names, if it names one.</summary>
    public string? ResponseId { get; init; }

    /// <summary>
    /// Whether the response is being worked on, so that the service has taken hold of its parent. <c>response.created</c> alone
    /// does not say so; services that leave <c>response.in_progress</c> out say it with the first content.
    /// </summary>
    public bool IsUnderWay => Kind is ServerEventKind.Content or ServerEventKind.Terminal or ServerEventKind.Error || Type is "response.in_progress";

    public TurnEvent? Event { get; init; }

    public EndedResponse? Terminal { get; init; }

    public ServerError? Error { get; init; }

    /// <summary>What is said about a steer.</summary>
    public SteerReply? SteerReply { get; init; }

    /// <summary>For a terminal event, whether steers are open, so that it need not be the end of the turn.</summary>
    public bool MayGoOn { get; init; }

    /// <summary>The messages a response begins with that follows a steered one; with the end of a turn, those that wait for the next.</summary>
    public IReadOnlyList<ConversationItem>? Steered { get; init; }

    /// <summary>For the end of a turn that was steered, whether the service said all there was to say.</summary>
    public bool IsClean { get; init; }
}

/// <summary>The response object of a terminal event. Its output may be empty although items were streamed.</summary>
internal sealed record EndedResponse(
    string Id, TurnStatus Status, DateTimeOffset? CreatedAt, string? Model, TurnUsage? Usage, IReadOnlyList<ConversationItem> Output)
{
    /// <summary>For an incomplete one, why.</summary>
    public string? IncompleteReason { get; init; }
}
