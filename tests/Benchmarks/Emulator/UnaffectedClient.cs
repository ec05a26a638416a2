namespace Benchmarks.Emulator;

/// <summary>A client that behaves: asks one short turn after the other and keeps the times.</summary>
internal sealed class UnaffectedClient : IAsyncDisposable
{
    private readonly BareClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly long _begin = TimeProvider.System.GetTimestamp();
    private readonly Task _asking;

    private UnaffectedClient(BareClient client)
    {
        _client = client;
        _asking = Task.Run(AskAsync);
    }

    public Latencies Latencies { get; } = new();

    public double TurnsPerSecond => Latencies.Count / TimeProvider.System.GetElapsedTime(_begin).TotalSeconds;

    public static async Task<UnaffectedClient> StartAsync(int port, CancellationToken cancellationToken) =>
        new(await BareClient.ConnectAsync(port, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task AskAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var asked = TimeProvider.System.GetTimestamp();
            if (await _client.AskAsync("say short", null, CancellationToken.None) is null)
            {
                throw new InvalidOperationException("The bystander was not served.");
            }

            Latencies.Add(TimeProvider.System.GetElapsedTime(asked));
        }
    }
}
