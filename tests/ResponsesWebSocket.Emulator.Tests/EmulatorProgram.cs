using System.Diagnostics;

namespace ResponsesWebSocket.Emulator.Tests;

/// <summary>Runs the program to its end.</summary>
internal static class EmulatorProgram
{
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(CancellationToken limit, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ResponsesEmulator).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var program = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        try
        {
            var output = program.StandardOutput.ReadToEndAsync(limit);
            var error = program.StandardError.ReadToEndAsync(limit);
            await program.WaitForExitAsync(limit);
            return (program.ExitCode, await output, await error);
        }
        finally
        {
            program.Kill();
        }
    }
}
