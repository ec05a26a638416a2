using System.Diagnostics;
using System.Runtime.Versioning;

namespace Connectors.ResponsesWebSocket.Tests.Samples;

/// <summary>A sample as a user starts it: the program, which the build of the tests has built, without a key unless one is given.</summary>
internal sealed class SampleProgram : IDisposable
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(1), TimeProvider.System);
    private readonly Process _process;
    private readonly Task<string> _errors;

    private SampleProgram(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(_limit.Token);
    }

    /// <summary>Bounds each wait for the program.</summary>
    public CancellationToken Limit => _limit.Token;

    public static SampleProgram Start(string sample, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        StartCommand("dotnet", [Program(sample), .. arguments], environment);

    /// <summary>On a terminal, where output and errors are one.</summary>
    [SupportedOSPlatform("linux")]
    public static async Task<(int Exit, string Screen)> RunOnTerminalAsync(string sample, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var program = StartCommand("script", ["--quiet", "--return", "--command", string.Join(' ', arguments.Prepend(Program(sample)).Prepend("dotnet")), "/dev/null"], environment);
        var (exit, output, _) = await program.EndAsync();
        return (exit, output);
    }

    private static SampleProgram StartCommand(string command, IEnumerable<string> arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var foreign in start.Environment.Keys.Where(static name => name.Contains("OPENAI", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(foreign);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    public static async Task<(int Exit, string Output, string Errors)> RunAsync(string sample, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var program = Start(sample, arguments, environment);
        return await program.EndAsync();
    }

    /// <summary>The script that plays the model of a sample.</summary>
    public static ModelScript Script(string sample) => ModelScript.Load(Path.Combine(Folder(sample), "script.json"));

    /// <summary>The first line that holds a text.</summary>
    public async Task<string> LineWithAsync(string text)
    {
        while (await _process.StandardOutput.ReadLineAsync(Limit) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The program ended without '{text}'. {await _errors}");
    }

    /// <summary>Asks the program to end, as a terminal or a container does.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<(int Exit, string Output, string Errors)> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(Limit);
        await _process.WaitForExitAsync(Limit);
        return (_process.ExitCode, output, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _limit.Dispose();
    }

    private static string Program(string sample) => Path.Combine(Folder(sample), "bin", Configuration, "net10.0", $"{sample}.dll");

    private static string Folder(string sample) => RepositoryFiles.FullPath($"samples/{sample}");
}
