using System.Net;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator;

/// <summary>What an emulator is started with. The properties that say so are read again for every new connection, so a test can
/// change them while the server runs.</summary>
public sealed class EmulatorOptions
{
    /// <summary>The age at which the service ends a connection.</summary>
    public static readonly TimeSpan DefaultMaximumConnectionAge = TimeSpan.FromMinutes(60);

    /// <summary>The size of a client message from which on the service refuses it: 16 MiB.</summary>
    public const int DefaultMaximumMessageBytes = 16 * 1024 * 1024;

    private TimeSpan? _maximumConnectionAge;

    /// <summary>TCP port on the loopback address.</summary>
    /// <value>0 (default): any free port.</value>
    public int Port { get; init; }

    /// <summary>The key that an upgrade must present as a bearer token.</summary>
    /// <value><c>test-key</c> by default.</value>
    public string ApiKey { get; init; } = "test-key";

    /// <summary>Whose deviations the emulator shows.</summary>
    /// <value>OpenAI by default.</value>
    public EmulatorProfile Profile { get; init; }

    /// <summary>How open questions about the service are answered.</summary>
    /// <value>The likeliest answers by default.</value>
    public EmulatorBehavior Behavior { get; init; } = new();

    /// <summary>Who answers.</summary>
    /// <value>A <see cref="DirectiveModel"/> by default.</value>
    public IEmulatedModel Model { get; init; } = new DirectiveModel();

    /// <summary>Faults that are laid down beforehand.</summary>
    /// <value>None by default.</value>
    public FaultPlan FaultPlan { get; init; } = FaultPlan.Empty;

    /// <summary>What keeps the emulator's memory bounded whatever clients do.</summary>
    /// <value>Limits that only hostile clients meet, and none on the journal.</value>
    public EmulatorLimits Limits { get; init; } = new();

    /// <summary>What connections, requests and tokens cost in time.</summary>
    /// <value><see langword="null"/> (default): nothing.</value>
    public EmulatorCosts? Costs { get; init; }

    /// <summary>The clock of everything, protocol pings included.</summary>
    /// <value><see cref="System.TimeProvider.System"/> by default.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Age at which a connection receives <c>websocket_connection_limit_reached</c> and is closed. Read per connection.</summary>
    /// <value>What the profile says by default, 60 minutes for OpenAI; <see cref="Timeout.InfiniteTimeSpan"/> switches the limit off.</value>
    public TimeSpan MaximumConnectionAge
    {
        get => _maximumConnectionAge ?? ServiceRules.For(Profile).Age;
        set => _maximumConnectionAge = value;
    }

    /// <summary>How often the server pings. Read per connection.</summary>
    /// <value>30 seconds by default; <see cref="TimeSpan.Zero"/> and <see cref="Timeout.InfiniteTimeSpan"/> switch pings off.</value>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a client that is pinged may send no pong, counted from its last one or from the accept, before the server closes with status
    /// 1011 and the reason <c>keepalive ping timeout</c>. Unasked pongs do not count. Read per connection.</summary>
    /// <value>90 seconds by default; <see cref="TimeSpan.Zero"/> and <see cref="Timeout.InfiniteTimeSpan"/> let a client be silent for ever.</value>
    public TimeSpan PongTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>A client message of this many bytes or more is answered by close status 1009. Read per connection.</summary>
    /// <value>16,777,216 by default.</value>
    public int MaximumMessageBytes { get; set; } = DefaultMaximumMessageBytes;

    /// <summary>Whether reasoning items carry <c>encrypted_content</c> also when a request does not include
    /// <c>reasoning.encrypted_content</c>. Read per turn.</summary>
    /// <value><see langword="true"/> by default, as newer descriptions of the service have it; <see langword="false"/> finds clients that
    /// do not ask.</value>
    public bool EncryptedReasoningByDefault { get; set; } = true;

    /// <summary>Which models can be steered; asked with the model's name when a response begins.</summary>
    /// <value>Names that begin with <c>gpt-6</c> by default.</value>
    public Func<string, bool> CanSteer { get; set; } = static model => model.StartsWith("gpt-6", StringComparison.Ordinal);

    /// <summary>How many steers of one response can be pending. Read per steer.</summary>
    /// <value>32 by default.</value>
    public int MaximumPendingSteers { get; set; } = 32;

    /// <summary>Which models take tools as <c>additional_tools</c> items; asked with the model's name. For all others the item is refused.</summary>
    /// <value>All models by default.</value>
    public Func<string, bool> TakesAdditionalTools { get; set; } = static _ => true;

    /// <summary>Refuse every upgrade with this status. Read per upgrade.</summary>
    /// <value><see langword="null"/> (default): upgrades are accepted.</value>
    public HttpStatusCode? RefuseUpgrade { get; set; }

    /// <summary>The <c>Retry-After</c> header, in whole seconds, of upgrades refused by <see cref="RefuseUpgrade"/>.</summary>
    /// <value><see langword="null"/> (default): no header.</value>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The body of upgrades refused by <see cref="RefuseUpgrade"/>; may be empty.</summary>
    /// <value><see langword="null"/> (default): an error as the service writes it for that status.</value>
    public string? RefusalBody { get; set; }

    /// <summary>The <c>Location</c> header of upgrades refused by <see cref="RefuseUpgrade"/>, for redirects.</summary>
    /// <value><see langword="null"/> (default): no header.</value>
    public Uri? RefusalLocation { get; set; }

    /// <summary>Take upgrades and never answer them. Read per upgrade; it stands in the journal as a refusal with status 0.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool SilentUpgrades { get; set; }
}

/// <summary>Whose deviations the emulator shows.</summary>
public enum EmulatorProfile
{
    /// <summary>OpenAI with an API key.</summary>
    OpenAI,

    /// <summary>Azure OpenAI: no lanes, one response in flight. The connection holds its newest response alone, and every error loses it; what was
    /// created with <c>store:true</c> can be continued all the same, from the store.</summary>
    Azure,

    /// <summary>xAI: no lanes, and connections end after 25 minutes.</summary>
    XAi,

    /// <summary>The ChatGPT backend: no lanes, <c>store</c> must be false, instructions are required, and parameter errors hold <c>detail</c> alone.</summary>
    ChatGpt,
}

/// <summary>What keeps the emulator's memory bounded whatever clients do. The service's own limits, which a client is to meet, are properties of
/// <see cref="EmulatorOptions"/>; these are the emulator's, and a client that behaves never notices them.</summary>
/// <remarks>What a client does not read needs no limit: of each turn one event at a time is made and handed to the operating system, and a
/// turn whose client does not read waits there. Such a client answers no pings either, and is given up after
/// <see cref="EmulatorOptions.PongTimeout"/>.</remarks>
public sealed record EmulatorLimits
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>How many bytes of <c>response.create</c> frames can wait on one connection, each counted with 1,024 bytes more than it has.
    /// Beyond that the emulator reads nothing more from the connection until turns have ended: no error, as the service gives none.</summary>
    /// <value>64 MiB by default, some fifty thousand short requests, or four of the largest.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long QueuedBytes { get; init => field = Checked(value); } = 64 * Mebibyte;

    /// <summary>How many bytes the body of an HTTP request can have; a larger one is answered by status 413.</summary>
    /// <value>64 MiB by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long BodyBytes { get; init => field = Checked(value); } = 64 * Mebibyte;

    /// <summary>How many bytes of responses with <c>store:true</c> are kept, about; the oldest are forgotten first, as if they had never
    /// been stored.</summary>
    /// <value>512 MiB by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long StoredBytes { get; init => field = Checked(value); } = 512 * Mebibyte;

    /// <summary>How many bytes the journal keeps over all its lists, reckoned by the sizes of texts: in memory they take up to three times as much.
    /// Beyond that the oldest entries of the largest list are dropped,
    /// and <see cref="Journal.Dropped"/> counts them.</summary>
    /// <value><see cref="long.MaxValue"/> by default: a test sees everything.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long JournalBytes { get; init => field = Checked(value); } = long.MaxValue;

    /// <summary>How long a connection that the emulator closes may take to close, by <see cref="EmulatorOptions.TimeProvider"/>: to read what is
    /// still being sent to it, and to answer the close frame. Then it is reset.</summary>
    /// <value>30 seconds by default; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</value>
    public TimeSpan CloseWait { get; init; } = TimeSpan.FromSeconds(30);

    private static long Checked(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return bytes;
    }
}
