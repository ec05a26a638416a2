using System.Globalization;

namespace Benchmarks.Emulator;

/// <summary>Short turns on many sockets at once, with the journal on and keeping everything.</summary>
internal static class LoadProgram
{
    // Turns of one conversation; then the connection begins another, as agents do.
    private const int ConversationTurns = 20;

    public static async Task RunAsync(LoadSettings settings)
    {
        await using var emulator = await ServedEmulator.StartAsync(journalBytes: null);
        using var setup = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var clients = new List<BareClient>();
        for (var i = 0; i < settings.Connections; i++)
        {
            clients.Add(await BareClient.ConnectAsync(emulator.Port, setup.Token));
            await clients[i].AskAsync("say warm", null, setup.Token);
        }

        var before = await emulator.MeasureAsync();
        var latencies = new Latencies();
        var left = settings.Turns;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(settings.Seconds), TimeProvider.System);
        var begin = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(clients.Select(client => Task.Run(() => LoadAsync(client))));
        var elapsed = TimeProvider.System.GetElapsedTime(begin);
        var after = await emulator.MeasureAsync();
        Report(settings, latencies, elapsed, clients, before, after);
        clients.ForEach(static client => client.Dispose());

        async Task LoadAsync(BareClient client)
        {
            string? parent = null;
            for (var turn = 0; Interlocked.Decrement(ref left) >= 0 && !limit.IsCancellationRequested; turn++)
            {
                var asked = TimeProvider.System.GetTimestamp();
                parent = await client.AskAsync("say This is a short answer.", turn % ConversationTurns == 0 ? null : parent, CancellationToken.None)
                    ?? throw new InvalidOperationException("A turn failed under load.");
                latencies.Add(TimeProvider.System.GetElapsedTime(asked));
            }
        }
    }

    private static void Report(
        LoadSettings settings, Latencies latencies, TimeSpan elapsed, List<BareClient> clients, ServerFigures before, ServerFigures after)
    {
        Line("turns", $"{latencies.Count:N0} over {settings.Connections} connections in {elapsed.TotalSeconds:N1} s");
        Line("turns per minute", $"{latencies.Count / elapsed.TotalMinutes:N0}");
        Line("time of a turn", $"p50 {latencies.Percentile(50):N1} ms, p99 {latencies.Percentile(99):N1} ms, longest {latencies.Percentile(100):N1} ms");
        Line("bytes", $"{clients.Sum(static client => client.BytesSent):N0} to the emulator, {clients.Sum(static client => client.BytesReceived):N0} from it");
        Line("journal", $"{after.Frames:N0} frames of {after.FrameBytes:N0} bytes, {after.Responses:N0} responses");
        Line("managed memory", $"{before.Managed >> 20:N0} MiB before, {after.Managed >> 20:N0} MiB after, {after.PeakManaged >> 20:N0} MiB at most");
        Line("working set", $"{before.WorkingSet >> 20:N0} MiB before, {after.WorkingSet >> 20:N0} MiB after");
    }

    private static void Line(string name, FormattableString value) =>
        Console.WriteLine($"{name,-18} {value.ToString(CultureInfo.InvariantCulture)}");
}
