using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Emulator;

/// <summary>An emulator in a process of its own, so that its memory is not the clients'.</summary>
internal sealed class ServedEmulator : IAsyncDisposable
{
    public const string JournalBytes = "EMULATOR_JOURNAL_BYTES";

    private readonly Process _process;

    private ServedEmulator(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<ServedEmulator> StartAsync(long? journalBytes)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ServedEmulator).Assembly.Location, "emulator", "serve"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[JournalBytes] = journalBytes?.ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(start) ?? throw new InvalidOperationException("The emulator's process did not start.");
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The emulator's process ended at once.");
        return new(process, int.Parse(line, CultureInfo.InvariantCulture));
    }

    /// <summary>What it holds now, and the most it held since the last question.</summary>
    public async Task<ServerFigures> MeasureAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The emulator's process has ended.");
        var numbers = line.Split(' ').Select(static text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7]);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

/// <summary>Sizes in bytes.</summary>
internal sealed record ServerFigures(
    long PeakManaged, long Managed, long WorkingSet, long Connections, long Frames, long FrameBytes, long DroppedFrames, long Responses);
