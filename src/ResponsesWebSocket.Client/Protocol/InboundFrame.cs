namespace ResponsesWebSocket.Client.Protocol;

internal enum FrameKind
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
}

/// <summary>One message of the service, read.</summary>
internal readonly record struct InboundFrame(FrameKind Kind, string Type, string? StreamId)
{
    /// <summary>The response the frame names, if it names one.</summary>
    public string? ResponseId { get; init; }

    /// <summary>
    /// Whether the response is being worked on, so that the service has taken hold of its parent. <c>response.created</c> alone
    /// does not say so; services that leave <c>response.in_progress</c> out say it with the first content.
    /// </summary>
    public bool IsUnderWay => Kind is FrameKind.Content or FrameKind.Terminal or FrameKind.Error || Type is "response.in_progress";

    public ResponseEvent? Event { get; init; }

    public TerminalResponse? Terminal { get; init; }

    public ServerError? Error { get; init; }
}

/// <summary>The response object of a terminal event. Its output may be empty although items were streamed.</summary>
internal sealed record TerminalResponse(
    string Id,
    ResponseStatus Status,
    string? IncompleteReason,
    DateTimeOffset? CreatedAt,
    string? Model,
    ResponseUsage? Usage,
    IReadOnlyList<ConversationItem> Output);
