namespace ResponsesWebSocket.Client;

/// <summary>
/// What an endpoint can do, as far as it is known before it was asked. The client corrects it by what the service answers: a lane
/// that is refused once is not tried again.
/// </summary>
public sealed record EndpointProfile
{
    /// <summary>OpenAI's own API: lanes, 16 turns at once and 32 lane names per socket, sockets of 60 minutes (documented).</summary>
    public static EndpointProfile OpenAI { get; } = new();

    /// <summary>Azure OpenAI: no lanes, one turn at a time per socket, sockets of 60 minutes (documented).</summary>
    public static EndpointProfile Azure { get; } = new() { Lanes = false, Steering = false };

    /// <summary>xAI: no lanes, sockets of 25 minutes (documented).</summary>
    public static EndpointProfile XAi { get; } = new() { Lanes = false, Steering = false, MaxAge = TimeSpan.FromMinutes(25) };

    /// <summary>ChatGPT's backend: no lanes; a <c>stream_id</c> is refused (observed).</summary>
    public static EndpointProfile ChatGpt { get; } = new() { Lanes = false };

    /// <summary>An endpoint nothing is known of: taken to be like OpenAI's until it refuses something.</summary>
    public static EndpointProfile Generic { get; } = new();

    /// <summary>Whether one socket carries several conversations, told apart by <c>stream_id</c>.</summary>
    /// <value>The default is true. Without lanes each conversation gets a socket of its own.</value>
    public bool Lanes { get; init; } = true;

    /// <summary>How many turns one socket runs at once; more would wait at the service. Only used with <see cref="Lanes"/>; without, it is 1.</summary>
    /// <value>The default is 16.</value>
    public int TurnsInFlight { get; init; } = 16;

    /// <summary>How many lane names one socket may see in its life. The unnamed lane does not count.</summary>
    /// <value>The default is 32.</value>
    public int LaneNames { get; init; } = 32;

    /// <summary>The age at which the service ends a socket.</summary>
    /// <value>The default is 60 minutes.</value>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Whether <c>generate:false</c> prepares a context ahead of the turn that needs it.</summary>
    /// <value>The default is true; an endpoint that refuses it is not asked again.</value>
    public bool Prewarming { get; init; } = true;

    /// <summary>Whether a running response takes messages by <c>response.steer</c>. Models that do not are told by the service.</summary>
    /// <value>The default is true. Where it is false, <see cref="RunningTurn.SteerAsync(string, CancellationToken)"/> hands back what it is given.</value>
    public bool Steering { get; init; } = true;

    /// <summary>What is known of the host.</summary>
    /// <param name="endpoint">The base URL or the address of the socket.</param>
    public static EndpointProfile For(Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return endpoint.IdnHost.ToLowerInvariant() switch
        {
            "api.openai.com" => OpenAI,
            "api.x.ai" => XAi,
            "chatgpt.com" => ChatGpt,
            var host when host.EndsWith(".openai.azure.com", StringComparison.Ordinal)
                || host.EndsWith(".cognitiveservices.azure.com", StringComparison.Ordinal)
                || host.EndsWith(".services.ai.azure.com", StringComparison.Ordinal) => Azure,
            _ => Generic,
        };
    }
}
