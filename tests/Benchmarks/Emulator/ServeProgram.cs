using System.Globalization;
using ResponsesWebSocket.Emulator;

namespace Benchmarks.Emulator;

/// <summary>The measured process: serves, and says what it takes when a line comes in. Ends with its input.</summary>
internal static class ServeProgram
{
    public static async Task RunAsync()
    {
        var options = new EmulatorOptions { Limits = new() { JournalBytes = Limit() } };
        await using var emulator = await ResponsesEmulator.StartAsync(options);
        var peak = 0L;
        await using var sampler = TimeProvider.System.CreateTimer(
            _ => Raise(ref peak, GC.GetTotalMemory(forceFullCollection: false)), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(10));
        Console.WriteLine(emulator.Endpoint.Port);
        while (await Console.In.ReadLineAsync() is not null)
        {
            var seen = Interlocked.Exchange(ref peak, 0);
            var held = GC.GetTotalMemory(forceFullCollection: true);
            var frames = emulator.Journal.Frames;
            Console.WriteLine(string.Join(' ', new[]
            {
                Math.Max(seen, held), held, Environment.WorkingSet, emulator.OpenConnections, frames.Count,
                frames.Sum(static frame => (long)frame.Bytes), emulator.Journal.Dropped.Frames, emulator.Journal.Responses.Count,
            }.Select(static number => number.ToString(CultureInfo.InvariantCulture))));
        }
    }

    private static long Limit() => long.TryParse(Environment.GetEnvironmentVariable(ServedEmulator.JournalBytes), CultureInfo.InvariantCulture, out var bytes)
        ? bytes
        : long.MaxValue;

    private static void Raise(ref long peak, long value)
    {
        long before;
        while ((before = Volatile.Read(ref peak)) < value && Interlocked.CompareExchange(ref peak, value, before) != before)
        {
        }
    }
}
