using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Costs;

/// <summary>Charges what happens by the cost model, and adds it up.</summary>
internal sealed class CostMeter(EmulatorCosts costs, TimeProvider time)
{
    private readonly Lock _gate = new();
    private CostSummary _sum = new();

    public EmulatorCosts Costs => costs;

    public PromptCache Cache { get; } = new();

    public DateTimeOffset Now => time.GetUtcNow();

    public CostSummary Sum
    {
        get
        {
            lock (_gate)
            {
                return _sum;
            }
        }
    }

    public void Add(Func<CostSummary, CostSummary> charge)
    {
        lock (_gate)
        {
            _sum = charge(_sum);
        }
    }

    /// <summary>The start of a connection.</summary>
    public Task HandshakeAsync(CancellationToken cancellationToken)
    {
        Add(sum => sum with { Handshakes = sum.Handshakes + 1, HandshakeTime = sum.HandshakeTime + costs.Handshake });
        return WaitUntilAsync(Now + costs.Handshake, cancellationToken);
    }

    public Task WaitUntilAsync(DateTimeOffset due, CancellationToken cancellationToken) =>
        costs.Waits && due - Now is { Ticks: > 0 } wait ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
}

/// <summary>What the model reads for one response.</summary>
/// <param name="Shape">Model, tools and reasoning effort: another shape is another prompt from its first token on.</param>
/// <param name="Instructions">The instructions; may be empty.</param>
/// <param name="ToolTokens">Size of the tools.</param>
/// <param name="Items">The context.</param>
internal sealed record Prompt(string Shape, string Instructions, int ToolTokens, IReadOnlyList<JsonElement> Items)
{
    public int Tokens => ToolTokens + TokenCount.Of(Instructions) + TokenCount.Of(Items);
}

/// <summary>The costs of one turn. Each wait ends at a moment that is reckoned from the turn's begin, so that late wake-ups do not add up.</summary>
internal sealed class TurnMeter(CostMeter meter, int turn, string connection, CancellationToken cancellationToken)
{
    private DateTimeOffset _due = meter.Now;
    private Prompt? _prompt;
    private TimeSpan _request;
    private TimeSpan _prefill;
    private TimeSpan _decode;
    private int _cached;
    private int _itemCharacters;
    private int _itemTokens;

    private EmulatorCosts Costs => meter.Costs;

    public ResponseCost Cost => new(_request, _prefill, _decode, _cached);

    public Task RequestAsync(bool isHttp)
    {
        _request = Costs.Request + (isHttp ? Costs.HttpRequest : TimeSpan.Zero);
        meter.Add(sum => sum with { Requests = sum.Requests + 1, RequestTime = sum.RequestTime + _request });
        return PassAsync(_request);
    }

    public Task PrefillAsync(Prompt prompt)
    {
        _prompt = prompt;
        var tokens = prompt.Tokens;
        _cached = (int)(Costs.CachedShare * Known(prompt));
        _prefill = Costs.PrefillPerToken * (tokens - _cached);
        meter.Cache.Keep(prompt, connection);
        meter.Add(sum => sum with
        {
            InputTokens = sum.InputTokens + tokens,
            CachedTokens = sum.CachedTokens + _cached,
            PrefillTime = sum.PrefillTime + _prefill,
        });
        return PassAsync(_prefill);
    }

    /// <summary>A piece of an item is about to go out.</summary>
    public Task DeltaAsync(string delta)
    {
        _itemCharacters += delta.Length;
        return DecodeAsync(TokenCount.OfCharacters(_itemCharacters) - _itemTokens);
    }

    /// <summary>An item is whole: whatever it has beyond its pieces was decoded too.</summary>
    public async Task ItemAsync(JsonElement item)
    {
        await DecodeAsync(TokenCount.Of([item]) - _itemTokens).ConfigureAwait(false);
        _itemCharacters = _itemTokens = 0;
    }

    /// <summary>The response is whole, and as a part of the next prompt it is known.</summary>
    public void Keep(IReadOnlyList<JsonElement> output)
    {
        if (_prompt is not null)
        {
            meter.Cache.Keep(_prompt with { Items = [.. _prompt.Items, .. output] }, connection);
        }
    }

    private int Known(Prompt prompt)
    {
        var (same, any) = meter.Cache.Find(prompt, connection);
        return any > same && IsHit() ? any : same;
    }

    // Not for secrecy, but the same everywhere: a generator of its own for each turn, so that turns which run at once do not trade draws.
#pragma warning disable CA5394
    private bool IsHit() => new Random(unchecked(Costs.Seed * 486187739 + turn)).NextDouble() < Costs.OtherConnectionHits;
#pragma warning restore CA5394

    private Task DecodeAsync(int tokens)
    {
        if (tokens <= 0)
        {
            return Task.CompletedTask;
        }

        _itemTokens += tokens;
        var time = Costs.DecodePerToken * tokens;
        _decode += time;
        meter.Add(sum => sum with { OutputTokens = sum.OutputTokens + tokens, DecodeTime = sum.DecodeTime + time });
        return PassAsync(time);
    }

    private Task PassAsync(TimeSpan time)
    {
        _due += time;
        return meter.WaitUntilAsync(_due, cancellationToken);
    }
}
