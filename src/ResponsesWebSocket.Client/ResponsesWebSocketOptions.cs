namespace ResponsesWebSocket.Client;

/// <summary>
/// How a <see cref="ResponsesWebSocketClient"/> reaches the service and how much it may use. The client takes a copy when it is
/// built: later changes do not reach it.
/// </summary>
public sealed class ResponsesWebSocketOptions
{
    /// <summary>The base URL of OpenAI's API, <c>https://api.openai.com/v1</c>.</summary>
    public static Uri DefaultEndpoint { get; } = new("https://api.openai.com/v1");

    /// <summary>The largest frame, in bytes, that the service takes: at 16 MiB it closes the socket with 1009 (observed).</summary>
    public const int DefaultMaxFrameBytes = (16 * 1024 * 1024) - 1;

    /// <summary>
    /// The base URL, to which <c>/responses</c> is appended. <c>https</c> and <c>wss</c> anywhere; <c>http</c> and <c>ws</c> on
    /// the loopback only, because the API key travels in a header.
    /// </summary>
    /// <value>The default is <see cref="DefaultEndpoint"/>.</value>
    public Uri Endpoint { get; set; } = DefaultEndpoint;

    /// <summary>How turns reach the service.</summary>
    /// <value>The default is <see cref="ResponsesTransport.Auto"/>: over sockets, and over HTTP what no socket takes.</value>
    public ResponsesTransport Transport { get; set; }

    /// <summary>
    /// The API key, sent as bearer token when a socket is opened and with each HTTP request. Needed with
    /// <see cref="DefaultEndpoint"/>, unless <see cref="AccessToken"/> is set.
    /// </summary>
    /// <value>The default is <see langword="null"/>: no <c>Authorization</c> header.</value>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Gives the bearer token of the moment, for tokens that run out (Microsoft Entra) and keys that are exchanged. Asked
    /// whenever a socket is opened and for each HTTP request, and once more when the service answers 401, or 403 before a socket is
    /// given up for HTTP; if it gives the same token again, or that one is refused too, the refusal is what the caller gets. It should cache, may be called by several
    /// turns at once, and its time is not part of <see cref="ConnectTimeout"/>. An exception from it becomes an
    /// <see cref="AccessTokenException"/>. A socket keeps the token it was opened with.
    /// </summary>
    /// <remarks>
    /// With Azure OpenAI and a credential of the package <c>Azure.Identity</c>, which this library does not refer to and which caches
    /// by itself; the scope is the one Azure documents for its <c>/openai/v1</c> endpoints:
    /// <code>
    /// TokenCredential credential = new DefaultAzureCredential();
    /// var scope = new TokenRequestContext(["https://ai.azure.com/.default"]);
    /// options.Endpoint = new Uri("https://my-resource.openai.azure.com/openai/v1");
    /// options.AccessToken = async cancellationToken => (await credential.GetTokenAsync(scope, cancellationToken)).Token;
    /// </code>
    /// </remarks>
    /// <value>The default is <see langword="null"/>: <see cref="ApiKey"/> is used. Not to be set together with it.</value>
    public Func<CancellationToken, ValueTask<string>>? AccessToken { get; set; }

    /// <summary>Sent as <c>OpenAI-Organization</c>.</summary>
    /// <value>The default is <see langword="null"/>: not sent.</value>
    public string? Organization { get; set; }

    /// <summary>Sent as <c>OpenAI-Project</c>.</summary>
    /// <value>The default is <see langword="null"/>: not sent.</value>
    public string? Project { get; set; }

    /// <summary>Further headers of upgrade and HTTP requests. A header named here wins over the client's own of that name.</summary>
    public IDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Performs upgrade and HTTP requests, so that both take the same proxy, certificates and handlers as an application's other
    /// calls. It should not follow redirects, which would take headers to another place. Not disposed by the client. What a handler
    /// in it throws of its own is found in an <see cref="HttpHandlerException"/>.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the framework's own connections with the system proxy, and no redirects.</value>
    public HttpMessageInvoker? HttpInvoker { get; set; }

    /// <summary>
    /// How long opening a socket may take, and over HTTP the opening of the connection. How long the service takes for the
    /// headers of an HTTP answer is no part of it: they come with the answer.
    /// </summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often opening a socket is tried again after a failure that may pass: no answer, 429, 5xx. With
    /// <see cref="ResponsesTransport.Auto"/> only after 429 and where there was no connection at all, since any other failure sends
    /// the turn over HTTP at once.
    /// </summary>
    /// <value>The default is 2; 0 lets the first failure reach the turns that wait for the socket.</value>
    public int ConnectRetries { get; set; } = 2;

    /// <summary>How long opening a socket may go on, all tries included: none is begun later. The last one may take <see cref="ConnectTimeout"/> more.</summary>
    /// <value>The default is 60 seconds.</value>
    public TimeSpan ConnectBudget { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The longest <c>retry-after</c> or <c>retry-after-ms</c> that is waited for, in whatever form it comes: seconds, also with a
    /// fraction, milliseconds, a date. Until then no turn of this client is sent, whichever was refused. A
    /// longer one reaches the caller at once, as <see cref="ResponseRefusedException.RetryAfter"/>, and holds nothing up.
    /// </summary>
    /// <value>The default is 60 seconds; at most a day. <see cref="TimeSpan.Zero"/> waits for none.</value>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The pause between pings on a silent socket. Without pings a middlebox may cut an idle connection, and a dead one would
    /// be noticed only by the next turn.
    /// </summary>
    /// <remarks>
    /// The first of three clocks: it asks whether the peer is there, the framework times it, and a silent service that answers
    /// pings is not lost by it. The other two, <see cref="FirstEventTimeout"/> and <see cref="InterEventTimeout"/>, ask whether it works.
    /// </remarks>
    /// <value>The default is 20 seconds. <see cref="Timeout.InfiniteTimeSpan"/> switches pings off.</value>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the answer to a ping may take before the socket counts as lost.</summary>
    /// <value>The default is 20 seconds. Only used while <see cref="KeepAliveInterval"/> is finite.</value>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a turn may wait, once its frame is sent, for any event of the service. Past that the turn is sent again elsewhere,
    /// within <see cref="MaxRetries"/>, or fails with a <see cref="ConnectionLostException"/>.
    /// </summary>
    /// <value>The default is 60 seconds. <see cref="Timeout.InfiniteTimeSpan"/> switches it off.</value>
    public TimeSpan FirstEventTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a turn may hear nothing between two of its events; every event counts, whether or not the caller gets to see it.
    /// Also how long its frame may take to be written.
    /// </summary>
    /// <value>
    /// The default is 15 minutes: models at high effort were seen to be silent for 8.5. <see cref="Timeout.InfiniteTimeSpan"/> switches it off.
    /// </value>
    public TimeSpan InterEventTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// What the endpoint can do: whether it has lanes, how old a socket may grow. Set it for a gateway that is known to differ;
    /// what the service refuses is learned in any case.
    /// </summary>
    /// <value>The default is <see langword="null"/>: <see cref="EndpointProfile.For"/> tells it by the host.</value>
    public EndpointProfile? Profile { get; set; }

    /// <summary>
    /// How many sockets may take turns at once. With lanes a socket runs 16 turns and keeps the contexts of up to 33
    /// conversations, without lanes one of each. Another one is opened when the turns in flight need it, or when a turn would
    /// otherwise cost another conversation a context younger than <see cref="ContextLifetime"/>. Past this number contexts are
    /// given up for each other, so that those that fit keep theirs, and turns beyond the slots wait in order of arrival. As many
    /// turns again may run over HTTP at once, which have no sockets.
    /// </summary>
    /// <value>The default is 32.</value>
    public int MaxSessions { get; set; } = 32;

    /// <summary>
    /// The age, counted from its last turn, at which a conversation's context may be given up for another conversation although
    /// a socket could be opened instead. Nothing happens to it at that age unless its place is needed: it can be gone on from as
    /// long as its socket is open.
    /// </summary>
    /// <remarks>
    /// Prompts that are never followed up leave a context each, too. They fill the sockets that those of one such time need, up
    /// to <see cref="MaxSessions"/>, and from then on take each other's places; what is no longer used is closed after <see cref="IdleTimeout"/>.
    /// </remarks>
    /// <value>The default is 10 minutes. <see cref="Timeout.InfiniteTimeSpan"/> opens sockets up to <see cref="MaxSessions"/> first.</value>
    public TimeSpan ContextLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The age at which a socket takes no more turns. Before that its successor is opened, and the conversations in use are
    /// brought there, so that no turn meets the service's own limit and none waits for a handshake.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: eleven twelfths of the profile's <see cref="EndpointProfile.MaxAge"/>, 55 minutes
    /// with OpenAI. Up to a tenth less is used, by chance, so that sockets do not age together.
    /// </value>
    public TimeSpan? MaxConnectionAge { get; set; }

    /// <summary>How long a socket may go unused before it is closed. Its conversations are sent anew when they go on.</summary>
    /// <value>The default is 30 minutes. <see cref="Timeout.InfiniteTimeSpan"/> keeps it.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Whether conversations in use are brought to a new socket ahead of their next turn, when the old one grows too old or is
    /// lost while the caller's tools run. It costs the input tokens once more, most of them from the prompt cache, and saves the
    /// next turn the time of a full send.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool PrewarmContexts { get; set; } = true;

    /// <summary>Whether the first socket is opened when the client is made, rather than by the first turn. Without a meaning for <see cref="ResponsesTransport.Http"/>.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool PreConnect { get; set; }

    /// <summary>
    /// The largest frame, in bytes, that is sent over a socket. A larger one goes over HTTP, or with
    /// <see cref="ResponsesTransport.WebSocket"/> is refused before anything is sent.
    /// </summary>
    /// <value>The default is <see cref="DefaultMaxFrameBytes"/>.</value>
    public int MaxFrameBytes { get; set; } = DefaultMaxFrameBytes;

    /// <summary>The largest message, in bytes, that is accepted from the service; a larger one ends the socket, or the HTTP answer.</summary>
    /// <value>The default is 128 MiB, since images arrive as single messages.</value>
    public int MaxMessageBytes { get; set; } = 128 * 1024 * 1024;

    /// <summary>
    /// How many bytes of events one turn may hold for a consumer that does not read them. Past that the turn fails, and only
    /// that turn: other conversations are not slowed down.
    /// </summary>
    /// <value>The default is 256 MiB; at least <see cref="MaxMessageBytes"/>.</value>
    public int MaxBufferedBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>
    /// How often one turn may be sent again, as long as the caller has seen nothing of its answer: because its socket was lost or
    /// fell silent, or because the service refused it for a reason that may pass (408, 409, 429, 5xx, overload, unless
    /// <c>x-should-retry</c> says otherwise). One budget for all of these. Quotas that are used up are never tried again.
    /// </summary>
    /// <remarks>
    /// A turn is sent at most once more than this number for such reasons. Beside it stand sends by which the service loses no work: one when it
    /// no longer holds the context, and at most two when a socket has reached a limit or turns out to have no lanes.
    /// </remarks>
    /// <value>The default is 2; 0 lets the first failure reach the caller, also that of opening a socket, whatever <see cref="ConnectRetries"/> says.</value>
    public int MaxRetries { get; set; } = 2;

    /// <summary>How many responses are remembered as places to continue from.</summary>
    /// <value>The default is 10,000.</value>
    public int MaxCheckpoints { get; set; } = 10_000;

    /// <summary>
    /// How many bytes the remembered responses may take. Their output is kept as it came, since a history of messages loses the
    /// reasoning and the hosted calls that a full send should bring back.
    /// </summary>
    /// <value>The default is 64 MiB.</value>
    public long MaxCheckpointBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How the tools of a turn cross the wire.</summary>
    /// <value>The default is <see cref="ToolPlacement.RequestField"/>.</value>
    public ToolPlacement ToolPlacement { get; set; }

    /// <summary>
    /// Whether the model's reasoning is asked for in encrypted form, to be sent back when nothing is stored and the context must
    /// be sent anew. A model that has none refuses once; it is not asked again.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool EncryptedReasoning { get; set; } = true;

    /// <summary>
    /// Whether an endpoint other than the loopback may be reached by http or ws: key and conversation then cross the network in the open.
    /// </summary>
    /// <value>The default is <see langword="false"/>: such an endpoint is refused.</value>
    public bool AllowUnencrypted { get; set; }

    /// <summary>
    /// Called after each completed turn with what it cost and why it was sent as it was. Runs in the caller's own flow and under no lock. An
    /// exception from it is logged and changes nothing: the turn was made, and its answer is the caller's.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public Action<TurnReport>? TurnCompleted { get; set; }

    /// <summary>The same options in an object of their own.</summary>
    public ResponsesWebSocketOptions Clone()
    {
        var copy = (ResponsesWebSocketOptions)MemberwiseClone();
        copy.Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase);
        return copy;
    }
}
