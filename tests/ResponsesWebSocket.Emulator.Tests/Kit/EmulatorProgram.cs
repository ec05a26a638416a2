using System.Diagnostics;
using ResponsesWebSocket.Emulator.Tool;

namespace ResponsesWebSocket.Emulator.Tests.Kit;

/// <summary>Runs the program to its end.</summary>
internal static class EmulatorProgram
{
    /// <summary>The program, as the build puts it beside the tests.</summary>
    public static string Path { get; } = typeof(EmulatorCommand).Assembly.Location;

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(CancellationToken limit, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path, .. arguments])
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
