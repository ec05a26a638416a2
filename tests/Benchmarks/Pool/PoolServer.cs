using System.Diagnostics;
using System.Globalization;
using ResponsesWebSocket.Emulator;

namespace Benchmarks.Pool;

/// <summary>What a run has cost by the emulator's cost model.</summary>
internal sealed record ServedCosts(long Requests, long Connections, long UncachedTokens);

/// <summary>An emulator with its cost model, in a process of its own, so that what is held there is not the client's.</summary>
internal sealed class PoolServer : IAsyncDisposable
{
    private readonly Process _process;

    private PoolServer(Process process, Uri endpoint) => (_process, Endpoint) = (process, endpoint);

    public Uri Endpoint { get; }

    public static async Task<PoolServer> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(PoolServer).Assembly.Location, "pool", "serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The emulator's process did not start.");
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The emulator's process ended at once.");
        return new(process, new Uri(line));
    }

    /// <summary>The process itself: serves, and says what it has cost when a line comes in. Ends with its input.</summary>
    public static async Task RunAsync()
    {
        var options = new EmulatorOptions { Costs = new EmulatorCosts { Waits = false }, Limits = new() { JournalBytes = 1024 * 1024 } };
        await using var emulator = await ResponsesEmulator.StartAsync(options);
        Console.WriteLine(emulator.Endpoint);
        while (await Console.In.ReadLineAsync() is not null)
        {
            var costs = emulator.CostSummary!;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{costs.Requests} {costs.Handshakes} {costs.InputTokens - costs.CachedTokens}"));
        }
    }

    public async Task<ServedCosts> AskAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The emulator's process has ended.");
        var numbers = line.Split(' ').Select(static text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0], numbers[1], numbers[2]);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
