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

    /// <summary>The API key, sent as bearer token when a socket is opened. Needed with <see cref="DefaultEndpoint"/>.</summary>
    /// <value>The default is <see langword="null"/>: no <c>Authorization</c> header.</value>
    public string? ApiKey { get; set; }

    /// <summary>Sent as <c>OpenAI-Organization</c>.</summary>
    /// <value>The default is <see langword="null"/>: not sent.</value>
    public string? Organization { get; set; }

    /// <summary>Sent as <c>OpenAI-Project</c>.</summary>
    /// <value>The default is <see langword="null"/>: not sent.</value>
    public string? Project { get; set; }

    /// <summary>Further headers of the upgrade request. A header named here wins over the client's own of that name.</summary>
    public IDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Performs the upgrade request, so that sockets take the same proxy, certificates and handlers as an application's HTTP
    /// calls. Not disposed by the client.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the framework's own connection with the system proxy.</value>
    public HttpMessageInvoker? HttpInvoker { get; set; }

    /// <summary>How long opening a socket may take.</summary>
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
    /// that go on may open more. Past this number turns wait in order of arrival.
    /// </summary>
    /// <value>The default is 32.</value>
    public int MaxSessions { get; set; } = 32;

    /// <summary>The largest frame, in bytes, that is sent; a larger one is refused before anything is sent.</summary>
    /// <value>The default is <see cref="DefaultMaxFrameBytes"/>.</value>
    public int MaxFrameBytes { get; set; } = DefaultMaxFrameBytes;

    /// <summary>The largest message, in bytes, that is accepted from the service; a larger one ends the socket.</summary>
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
