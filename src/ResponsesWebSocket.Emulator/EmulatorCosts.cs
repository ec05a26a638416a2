using ResponsesWebSocket.Emulator.Costs;

namespace ResponsesWebSocket.Emulator;

/// <summary>What connections, requests and tokens cost in time, alike for sockets, responses over HTTP and chat completions, so that clients can
/// be compared on one server. All times are zero unless set. Immutable.</summary>
/// <remarks>
/// <para>A response costs <see cref="Request"/> (over HTTP <see cref="HttpRequest"/> besides), then <see cref="PrefillPerToken"/> for each token of
/// its rendered input that is not cached, then <see cref="DecodePerToken"/> for each token of its output. The first of these passes before
/// <c>response.created</c>, the second before the first output, the third spread over the deltas; what an item has beyond its deltas passes before
/// its <c>response.output_item.done</c>. A successor that follows a steered response by itself costs no request.</para>
/// <para>The model of the cache: what a prompt shares with an earlier one, item by item from the start, is its known prefix. Model, tools and
/// reasoning effort have to be the same; instructions may grow at their end. Of a prefix that came over the same connection
/// <see cref="CachedShare"/> is cached. A prefix that only other connections know hits or misses as a whole, drawn per turn from
/// <see cref="Seed"/> and the turn's number with the probability <see cref="OtherConnectionHits"/>; of a hit the same share is cached. The last
/// 100,000 prefixes are remembered. <c>usage.input_tokens_details.cached_tokens</c> says what was cached, and
/// <see cref="JournalResponse.Cost"/> what it cost.</para>
/// <para>Time is that of <see cref="EmulatorOptions.TimeProvider"/>. It is kept by the clock, not by adding waits up: what the emulator, the model
/// or the peer really takes meanwhile counts towards it.</para>
/// </remarks>
public sealed record EmulatorCosts
{
    /// <summary>The start of a TCP connection: passes before its first request is answered, an upgrade (before the 101) and a request over HTTP
    /// alike. <c>/health</c> costs nothing.</summary>
    /// <value>Zero by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or longer than a day; so for all times.</exception>
    public TimeSpan Handshake { get; init => field = Checked(value); }

    /// <summary>One request for a response, refused ones included, whichever way it comes.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan Request { get; init => field = Checked(value); }

    /// <summary>What a request costs in addition when it comes over HTTP, be the connection new or kept.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan HttpRequest { get; init => field = Checked(value); }

    /// <summary>One token of the input that is not cached.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan PrefillPerToken { get; init => field = Checked(value); }

    /// <summary>One token of the output.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan DecodePerToken { get; init => field = Checked(value); }

    /// <summary>How much of a known prefix is cached when it hits, from 0 to 1.</summary>
    /// <value>0.85 by default, about what was measured for turns that go on over the same connection.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is not from 0 to 1.</exception>
    public double CachedShare { get; init => field = Checked(value); } = 0.85;

    /// <summary>How likely a prefix hits that only other connections know, from 0 to 1.</summary>
    /// <value>0.4 by default, about what was measured for turns that go on over a new connection.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is not from 0 to 1.</exception>
    public double OtherConnectionHits { get; init => field = Checked(value); } = 0.4;

    /// <summary>Decides the draws: the same seed and order of turns give the same hits on every machine.</summary>
    /// <value>0 by default.</value>
    public int Seed { get; init; }

    /// <summary>Whether the time really passes on the clock. Otherwise it is only counted: answers come at once, and
    /// <see cref="JournalResponse.Cost"/> and <see cref="ResponsesEmulator.CostSummary"/> say what they would have taken.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Waits { get; init; } = true;

    /// <summary>Reads costs from JSON: one object whose members, all optional, are <c>handshake_ms</c>, <c>request_ms</c>, <c>http_request_ms</c>,
    /// <c>prefill_ms_per_token</c>, <c>decode_ms_per_token</c>, <c>cached_share</c>, <c>other_connection_hits</c>, <c>seed</c> and
    /// <c>waits</c>. Times are milliseconds and may have decimals.</summary>
    /// <param name="json">The text; comments and trailing commas are allowed.</param>
    /// <returns>The costs.</returns>
    /// <exception cref="FormatException">The text holds no costs; says in which line and why.</exception>
    public static EmulatorCosts Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return CostsReader.Read(json);
    }

    private static TimeSpan Checked(TimeSpan time) => time >= TimeSpan.Zero && time <= TimeSpan.FromDays(1)
        ? time
        : throw new ArgumentOutOfRangeException(nameof(time), time, "A cost must be from nothing to one day.");

    private static double Checked(double share) => share is >= 0 and <= 1
        ? share
        : throw new ArgumentOutOfRangeException(nameof(share), share, "A share must be from 0 to 1.");
}

/// <summary>What one response has cost by the <see cref="EmulatorCosts"/>, whether the time really passed or was only counted.</summary>
/// <param name="Request">For the request.</param>
/// <param name="Prefill">For reading the input that was not cached.</param>
/// <param name="Decode">For writing the output.</param>
/// <param name="CachedTokens">Tokens of the input that were cached and cost nothing.</param>
public sealed record ResponseCost(TimeSpan Request, TimeSpan Prefill, TimeSpan Decode, int CachedTokens)
{
    /// <summary>From the arrival of the request to the first output.</summary>
    public TimeSpan ToFirstOutput => Request + Prefill;

    /// <summary>From the arrival of the request to the end of the response.</summary>
    public TimeSpan Total => Request + Prefill + Decode;
}

/// <summary>What everything so far has cost by the <see cref="EmulatorCosts"/>. Sums over all connections: what ran at the same time is counted
/// side by side, so the total can be longer than the time between begin and end.</summary>
public sealed record CostSummary
{
    /// <summary>Number of connections that paid for their start.</summary>
    public long Handshakes { get; init; }

    /// <summary>Number of requests, refused ones included.</summary>
    public long Requests { get; init; }

    /// <summary>Tokens of input, cached ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens of input that were cached.</summary>
    public long CachedTokens { get; init; }

    /// <summary>Tokens of output.</summary>
    public long OutputTokens { get; init; }

    /// <summary>For the starts of connections.</summary>
    public TimeSpan HandshakeTime { get; init; }

    /// <summary>For requests.</summary>
    public TimeSpan RequestTime { get; init; }

    /// <summary>For reading input.</summary>
    public TimeSpan PrefillTime { get; init; }

    /// <summary>For writing output.</summary>
    public TimeSpan DecodeTime { get; init; }

    /// <summary>All times together.</summary>
    public TimeSpan Total => HandshakeTime + RequestTime + PrefillTime + DecodeTime;
}
