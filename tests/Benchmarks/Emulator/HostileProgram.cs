using System.Globalization;

namespace Benchmarks.Emulator;

/// <summary>Lets hostile clients loose, one kind after the other, and reports what a bystander and the emulator's memory felt of each. Fails when
/// the bystander is not served, meanwhile or afterwards, or when connections are left behind.</summary>
internal static class HostileProgram
{
    private const long JournalBytes = 64 << 20;

    public static async Task<int> RunAsync(string? name)
    {
        var chosen = Hostilities.All.Where(hostility => name is null || hostility.Name == name).ToList();
        if (chosen.Count == 0)
        {
            throw new FormatException($"Unknown name: {name}. Known are {string.Join(", ", Hostilities.All.Select(static hostility => hostility.Name))}.");
        }

        await using var emulator = await ServedEmulator.StartAsync(JournalBytes);
        await PrewarmAsync(emulator.Port);
        var failures = 0;
        foreach (var hostility in chosen)
        {
            failures += await RunAsync(emulator, hostility) ? 0 : 1;
        }

        var end = await emulator.MeasureAsync();
        Line($"At the end: {Mebibytes(end.Managed)} managed, {Mebibytes(end.WorkingSet)} working set; the journal, limited to {Mebibytes(JournalBytes)}, keeps {end.Frames:N0} frames and has dropped {end.DroppedFrames:N0}.");
        return failures == 0 ? 0 : 1;
    }

    private static async Task PrewarmAsync(int port)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var client = await BareClient.ConnectAsync(port, limit.Token);
        for (var turn = 0; turn < 500; turn++)
        {
            await client.AskAsync("say warm", null, limit.Token);
        }
    }

    private static async Task<bool> RunAsync(ServedEmulator emulator, Hostility hostility)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120), TimeProvider.System);
        var before = await emulator.MeasureAsync();
        var begin = TimeProvider.System.GetTimestamp();
        await using var bystander = await UnaffectedClient.StartAsync(emulator.Port, limit.Token);
        var outcome = await hostility.RunAsync(emulator.Port, limit.Token);
        // Not shorter than this, so that there is something to count.
        var rest = TimeSpan.FromSeconds(2) - TimeProvider.System.GetElapsedTime(begin);
        await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, TimeProvider.System);
        var elapsed = TimeProvider.System.GetElapsedTime(begin);
        var rate = bystander.TurnsPerSecond;
        var after = await SettledAsync(emulator);
        var served = bystander.Latencies.Count;
        using var later = await BareClient.ConnectAsync(emulator.Port, limit.Token);
        var isServedAfterwards = await later.AskAsync("say later", null, limit.Token) is not null;
        var isGood = served > 0 && isServedAfterwards && after.Connections <= 1;
        Line($"{hostility.Name}: {hostility.Description} ({elapsed.TotalSeconds:N1} s)");
        Line($"  {outcome}");
        Line($"  bystander: {rate:N0} turns/s, p50 {bystander.Latencies.Percentile(50):N1} ms, p99 {bystander.Latencies.Percentile(99):N1} ms, longest {bystander.Latencies.Percentile(100):N0} ms");
        Line($"  memory: {Mebibytes(before.Managed)} managed before, {Mebibytes(after.Managed)} after, {Mebibytes(after.PeakManaged)} at most; working set {Mebibytes(before.WorkingSet)} before, {Mebibytes(after.WorkingSet)} after");
        Line($"  {(isGood ? "good" : "BAD")}: {after.Connections} connection(s) open, the bystander's among them; served afterwards: {(isServedAfterwards ? "yes" : "no")}");
        return isGood;
    }

    // Connections that were dropped end a moment later.
    private static async Task<ServerFigures> SettledAsync(ServedEmulator emulator)
    {
        var figures = await emulator.MeasureAsync();
        var peak = figures.PeakManaged;
        for (var tries = 0; tries < 50 && figures.Connections > 1; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            figures = await emulator.MeasureAsync();
        }

        return figures with { PeakManaged = Math.Max(peak, figures.PeakManaged) };
    }

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:N0} MiB");

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
