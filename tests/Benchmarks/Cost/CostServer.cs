using System.Diagnostics;
using ResponsesWebSocket.Emulator;

namespace Benchmarks.Cost;

/// <summary>The server of all contestants, in a process of its own.</summary>
internal sealed class CostServer : IAsyncDisposable
{
    public const string ApiKey = "test-key";

    private readonly Process _process;

    private CostServer(Process process, Uri endpoint) => (_process, Endpoint) = (process, endpoint);

    public Uri Endpoint { get; }

    public static async Task<CostServer> StartAsync()
    {
        var process = Start("serve");
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server's process ended at once.");
        return new(process, new Uri(line));
    }

    /// <summary>This program once more, without tiers of compilation, so that nothing is measured before it is warm.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CostServer).Assembly.Location, "cost", .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredCompilation"] = "0";
        return Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
    }

    /// <summary>The process itself. Ends with its input.</summary>
    public static async Task RunAsync()
    {
        await using var emulator = await ResponsesEmulator.StartAsync(new() { ApiKey = ApiKey, Model = new CostModel(), Limits = new() { JournalBytes = 64 * 1024 } });
        Console.WriteLine(emulator.Endpoint);
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Until whoever started it closes the input.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
