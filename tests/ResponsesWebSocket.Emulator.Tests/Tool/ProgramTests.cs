using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Tool;

public sealed class ProgramTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task The_program_prints_one_line_serves_and_ends_cleanly_on_a_signal(string signal)
    {
        using var limit = TestTimeout.Start();
        using var started = Start("--port", "0", "--api-key", "k-1");
        var program = started.Process;
        var line = await program.StandardOutput.ReadLineAsync(limit.Token);
        var ready = JsonDocument.Parse(line!).RootElement;
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer k-1");
        await socket.ConnectAsync(new(ready.Text("webSocketUrl")!), limit.Token);

        using var kill = Process.Start("kill", [$"-{signal}", program.Id.ToString(CultureInfo.InvariantCulture)]);
        var rest = await program.StandardOutput.ReadToEndAsync(limit.Token);
        await program.WaitForExitAsync(limit.Token);

        ready.Text("url").Should().MatchRegex("^http://127\\.0\\.0\\.1:[0-9]+/v1$");
        ready.Text("webSocketUrl").Should().MatchRegex("^ws://127\\.0\\.0\\.1:[0-9]+/v1/responses$");
        ready.Text("apiKey").Should().Be("k-1");
        rest.Should().BeEmpty();
        program.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_port_in_use_is_said_clearly()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();

        var (exitCode, output, error) = await RunAsync(limit.Token, "--port", $"{emulator.Endpoint.Port}");

        exitCode.Should().Be(1);
        output.Should().BeEmpty();
        error.Should().Contain($"{emulator.Endpoint.Port}").And.Contain("in use").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("--port")]
    [InlineData("--port", "99999")]
    [InlineData("--port", "x")]
    [InlineData("--api-key", "")]
    [InlineData("--model", "gpt")]
    [InlineData("--version")]
    [InlineData("[directive]")]
    [InlineData("@file")]
    public async Task Bad_arguments_are_refused_with_2(params string[] arguments)
    {
        using var limit = TestTimeout.Start();

        var (exitCode, output, error) = await RunAsync(limit.Token, arguments);

        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        error.Should().Contain(arguments[0]).And.NotContain("   at ");
    }

    [Fact]
    public async Task A_value_too_many_is_refused_and_not_taken_for_the_options()
    {
        using var limit = TestTimeout.Start();

        var (exitCode, output, error) = await RunAsync(limit.Token, "--api-key", "k", "stray");

        (exitCode, output).Should().Be((2, ""));
        error.Should().Contain("stray");
    }

    [Fact]
    public async Task Help_shows_the_options_and_the_directives()
    {
        using var limit = TestTimeout.Start();

        var (exitCode, output, _) = await RunAsync(limit.Token, "--help");

        exitCode.Should().Be(0);
        output.Should().ContainAll("--port", "--api-key", "--model", "call NAME {json}", "recall", "fail CODE");
    }

    private static StartedProgram Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(EmulatorProgram.Path);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new(Process.Start(start) ?? throw new InvalidOperationException("The program did not start."));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(CancellationToken limit, params string[] arguments)
    {
        using var started = Start(arguments);
        var program = started.Process;
        var output = program.StandardOutput.ReadToEndAsync(limit);
        var error = program.StandardError.ReadToEndAsync(limit);
        await program.WaitForExitAsync(limit);
        return (program.ExitCode, await output, await error);
    }

    /// <summary>Leaves no process behind when a test fails.</summary>
    private sealed class StartedProgram(Process process) : IDisposable
    {
        public Process Process => process;

        public void Dispose()
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }
    }
}
