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
