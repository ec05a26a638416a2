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
    /// whenever a socket is opened and for each HTTP request, and once more when the service answers 401; if it gives the same
    /// token again, or that one is refused too, the refusal is what the caller gets. It should cache, may be called by several
    /// turns at once, and its time is not part of <see cref="ConnectTimeout"/>. An exception from it becomes an
    /// <see cref="AccessTokenException"/>. A socket keeps the token it was opened with.
    /// </summary>
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
    /// calls. It should not follow redirects, which would take headers to another place. Not disposed by the client.
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
    /// The pause between pings on a silent socket. Without pings a middlebox may cut an idle connection, and a dead one would
    /// be noticed only by the next turn.
    /// </summary>
    /// <value>The default is 20 seconds. <see cref="Timeout.InfiniteTimeSpan"/> switches pings off.</value>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the answer to a ping may take before the socket counts as lost.</summary>
    /// <value>The default is 20 seconds. Only used while <see cref="KeepAliveInterval"/> is finite.</value>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// What the endpoint can do: whether it has lanes, how old a socket may grow. Set it for a gateway that is known to differ;
    /// what the service refuses is learned in any case.
    /// </summary>
    /// <value>The default is <see langword="null"/>: <see cref="EndpointProfile.For"/> tells it by the host.</value>
    public EndpointProfile? Profile { get; set; }

    /// <summary>
    /// How many sockets may take turns at once. With lanes a socket runs 16 turns and keeps the contexts of up to 33
    /// conversations; another one is opened when the turns in flight need it, and one more to keep contexts. Without lanes a
    /// conversation has a socket of its own: those that begin open up to 8 and then take over the one unused for longest, those
    /// that go on may open more. Past this number turns wait in order of arrival. As many turns again
    /// may run over HTTP at once, which have no sockets.
    /// </summary>
    /// <value>The default is 32.</value>
    public int MaxSessions { get; set; } = 32;

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
    public bool WarmUpAhead { get; set; } = true;

    /// <summary>Whether the first socket is opened when the client is made, rather than by the first turn.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool ConnectAhead { get; set; }

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

    /// <summary>How often one turn may be sent again in full because its socket was lost before the caller saw anything of it.</summary>
    /// <value>The default is 2; 0 lets the first loss reach the caller.</value>
    public int MaxReplays { get; set; } = 2;

    /// <summary>How many responses are remembered as places to continue from.</summary>
    /// <value>The default is 10,000.</value>
    public int MaxCheckpoints { get; set; } = 10_000;

    /// <summary>
    /// How many bytes the remembered responses may take. Their output is kept as it came, since a history of messages loses the
    /// reasoning and the hosted calls that a full send should bring back.
    /// </summary>
    /// <value>The default is 64 MiB.</value>
    public long MaxCheckpointBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Whether the model's reasoning is asked for in encrypted form, to be sent back when nothing is stored and the context must
    /// be sent anew. A model that has none refuses once; it is not asked again.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool EncryptedReasoning { get; set; } = true;

    /// <summary>
    /// Called after each completed turn with what it cost and why it was sent as it was. Runs in the caller's own flow, so an
    /// exception from it leaves the call that made the turn.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public Action<TurnReport>? TurnCompleted { get; set; }

    internal ResponsesWebSocketOptions Copy()
    {
        var copy = (ResponsesWebSocketOptions)MemberwiseClone();
        copy.Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase);
        return copy;
    }
}
