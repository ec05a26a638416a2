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
