namespace ResponsesWebSocket.Emulator;

/// <summary>How the emulator behaves where nobody outside knows how the service does. The defaults are the likeliest answers; a client should
/// work with all of them.</summary>
public sealed class EmulatorBehavior
{
    /// <summary>Status of the close that follows <c>websocket_connection_limit_reached</c>.</summary>
    /// <value>1000 by default.</value>
    public int AgeLimitCloseStatus { get; init; } = 1000;

    /// <summary>Time between that frame and the close. The connection works on meanwhile.</summary>
    /// <value>None by default.</value>
    public TimeSpan AgeLimitCloseDelay { get; init; }

    /// <summary>Whether turns that run when a connection reaches its maximum age may end before the close. Those that wait are dropped either way.</summary>
    /// <value><see langword="false"/> by default: they are cut.</value>
    public bool FinishesTurnsAtAgeLimit { get; init; }

    /// <summary>Whether turns whose connection has ended go on, unseen, and store their responses.</summary>
    /// <value><see langword="false"/> by default: they end with it.</value>
    public bool FinishesTurnsWithoutConnection { get; init; }

    /// <summary>Whether a response that ended incomplete can be a parent. A steered one always can.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool IncompleteCanBeParent { get; init; } = true;

    /// <summary>Whether a failed response can be a parent.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool FailedCanBeParent { get; init; }

    /// <summary>The answer to a message that is no JSON object or has an unknown <c>type</c>. A close has status 1008.</summary>
    /// <value>An error by default.</value>
    public BadMessageAnswer MalformedMessages { get; init; } = BadMessageAnswer.Error;

    /// <summary>The answer to a binary message. A close has status 1003.</summary>
    /// <value>A close by default.</value>
    public BadMessageAnswer BinaryMessages { get; init; } = BadMessageAnswer.Close;

    /// <summary>Whether <c>background:true</c> is refused on a socket; otherwise it is ignored.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool RefusesBackground { get; init; } = true;

    /// <summary>Whether <c>stream:false</c> is refused on a socket; otherwise it is ignored.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RefusesStreamFalse { get; init; }

    /// <summary>Whether <c>stream_id:null</c> is an invalid name; otherwise it means the default lane.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RefusesNullStreamId { get; init; }

    /// <summary>How many creates of a connection may wait for their lane or a slot; one more is refused by 429 <c>rate_limit_exceeded</c>.</summary>
    /// <value><see langword="null"/> by default: any number.</value>
    public int? MaximumQueuedCreates { get; init; }

    /// <summary>Whether a create that had to wait sends <c>response.queued</c> when its turn begins, between created and in progress.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AnnouncesQueuedCreates { get; init; }

    /// <summary>Whether errors in front of <c>response.created</c> have a <c>sequence_number</c>.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool NumbersRefusals { get; init; }

    /// <summary>Whether steering frames are counted among the events of their target; otherwise each has the number 0.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool CountsSteeringFrames { get; init; } = true;

    /// <summary>Whether numbers begin at 0 with each response; otherwise they run on over all responses of a lane.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool NumbersRestart { get; init; } = true;

    /// <summary>Whether a warm-up sends <c>response.in_progress</c>.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool WarmUpIsInProgress { get; init; } = true;

    /// <summary>How many of its newest responses a lane holds. With more than one, a second create with the same parent makes a branch.</summary>
    /// <value>1 by default.</value>
    public int ResponsesHeldPerLane { get; init; } = 1;

    /// <summary>Whether another lane can continue only the newest response of a lane. Matters when a lane holds several.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool ForksNeedLatest { get; init; } = true;

    /// <summary>Whether the first response of a new chain takes the place of what its lane held; otherwise the lane holds the newest of both.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool NewChainReplacesOld { get; init; } = true;

    /// <summary>Whether errors of status 429 on a socket carry the limits along as headers.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool RateLimitHeaders { get; init; } = true;

    /// <summary>Age of a connection at which its key has expired: from then on creates are refused by 401 <c>invalid_api_key</c>.</summary>
    /// <value><see cref="Timeout.InfiniteTimeSpan"/> by default: a key that was good at the upgrade stays good.</value>
    public TimeSpan KeyLifetime { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How many connections may be open; an upgrade beyond that is refused with 403.</summary>
    /// <value><see langword="null"/> by default: any number.</value>
    public int? MaximumConnections { get; init; }

    /// <summary>Whether an upgrade may bring its key as the subprotocol <c>openai-insecure-api-key.KEY</c>, as browsers have to.</summary>
    /// <value><see langword="false"/> by default: refused with 401.</value>
    public bool TakesKeyAsSubprotocol { get; init; }

    /// <summary>Whether the server agrees to permessage-deflate when a client offers it.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool Compresses { get; init; }

    /// <summary>Whether a create that is refused for a bad field, before its parent is looked for, evicts that parent like any other error.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool BadFieldsEvict { get; init; } = true;

    /// <summary>Time without a message in either direction after which the server closes with status 1001. Pings are no messages.</summary>
    /// <value><see cref="Timeout.InfiniteTimeSpan"/> by default: never.</value>
    public TimeSpan IdleTimeout { get; init; } = Timeout.InfiniteTimeSpan;
}

/// <summary>What the server does about a client's message that makes no sense.</summary>
public enum BadMessageAnswer
{
    /// <summary>It sends an <c>error</c> frame; the connection stays.</summary>
    Error,

    /// <summary>It sends an <c>error</c> frame and closes.</summary>
    ErrorAndClose,

    /// <summary>It closes.</summary>
    Close,
}

/// <summary>The forms in which services have been seen to send an error.</summary>
public enum ErrorShape
{
    /// <summary>An <c>error</c> object beside <c>type</c> and <c>status</c>; headers lie inside the object.</summary>
    Nested,

    /// <summary><c>code</c>, <c>message</c> and <c>param</c> at the top of the frame, no <c>status</c>, always a sequence number.</summary>
    Flat,

    /// <summary>Nested, with <c>status_code</c> in place of <c>status</c>.</summary>
    StatusCode,

    /// <summary>Nested, with the status as a string.</summary>
    StatusText,

    /// <summary>Nested, without a status.</summary>
    NoStatus,

    /// <summary>Nested, but the <c>error</c> object holds <c>detail</c> alone.</summary>
    Detail,

    /// <summary>Nested, with the headers beside the <c>error</c> object.</summary>
    HeadersAtTop,

    /// <summary>Nested, with <c>response.error</c> as the type of the frame.</summary>
    ResponseError,

    /// <summary>No error frame: the response begins and ends with <c>response.failed</c>, which holds code and message.</summary>
    ResponseFailed,
}

/// <summary>Where the parent of a response was found.</summary>
public enum ParentSource
{
    /// <summary>The response has no parent.</summary>
    None,

    /// <summary>The parent is the latest response of the same lane.</summary>
    SameLane,

    /// <summary>The parent is the latest response of another lane of the connection: a fork.</summary>
    OtherLane,

    /// <summary>The parent was loaded from the store.</summary>
    Store,
}
