using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ResponsesWebSocket.Emulator.Tool;

namespace ResponsesWebSocket.Emulator.Tests.Tool;

/// <summary>The program with files: scripts, recordings, and what the help says of them.</summary>
public sealed partial class ProgramFileTests : IDisposable
{
    private readonly CancellationTokenSource _limit = TestTimeout.Start();
    private readonly string _folder = Directory.CreateTempSubdirectory("emulator-files-").FullName;

    [Theory]
    [InlineData("TERM", 0)]
    [InlineData("KILL", 137)]
    public async Task A_script_is_played_and_recorded_and_what_is_recorded_survives_the_program(string signal, int exitCode)
    {
        var script = await FileAsync("script.json", """{"turns":[{"text":"scripted"}]}""");
        var record = await FileAsync("record.jsonl", "what was there before");
        using var program = Start("--script", script, "--record", record, "--api-key", "sk-secret-98765");
        try
        {
            var ready = JsonDocument.Parse((await program.StandardOutput.ReadLineAsync(_limit.Token))!).RootElement;
            // Held open until the program is gone: a socket closed before would be on record even of a program that was killed.
            using var socket = new ClientWebSocket();
            await AskAsync(socket, ready);
            using var kill = Process.Start("kill", [$"-{signal}", program.Id.ToString(CultureInfo.InvariantCulture)]);
            await program.WaitForExitAsync(_limit.Token);
        }
        finally
        {
            Stop(program);
        }

        program.ExitCode.Should().Be(exitCode);
        var text = await File.ReadAllTextAsync(record, _limit.Token);
        text.Should().EndWith("}\n").And.NotContain("98765");
        var lines = text[..^1].Split('\n').Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Should().Contain(static line => line.Text("kind") == "response_ended" && line.At("output", 0, "content", 0).Text("text") == "scripted");
        lines.Any(static line => line.Text("kind") == "connection_closed").Should().Be(signal == "TERM");
    }

    [Theory]
    [InlineData("{\n \"turns\": [ {\"txt\":1} ]\n}", "line 2, column 20, at $.turns[0].txt: a turn has no 'txt'; it can have when, delay_ms, times, text, outputs")]
    [InlineData("{\"turns\": [\n", "line 2, column 1, at $: no valid JSON here")]
    [InlineData(null, "cannot be read")]
    public async Task A_bad_script_is_refused_with_2(string? content, string reason)
    {
        var file = Path.Combine(_folder, "script.json");
        if (content is not null)
        {
            await FileAsync("script.json", content);
        }

        var (exitCode, output, error) = await RunAsync("--script", file);

        (exitCode, output).Should().Be((2, ""));
        error.Should().StartWith($"--script {file}").And.Contain(reason).And.NotContain("   at ");
    }

    [Fact]
    public async Task A_recording_that_cannot_be_written_is_refused_with_2()
    {
        var (exitCode, output, error) = await RunAsync("--record", Path.Combine(_folder, "missing", "record.jsonl"));

        (exitCode, output).Should().Be((2, ""));
        error.Should().StartWith("--record ").And.Contain("cannot be written").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_recording_that_breaks_off_is_said_and_remembered_by_the_exit_code()
    {
        using var program = Start("--record", "/dev/full");
        try
        {
            var ready = JsonDocument.Parse((await program.StandardOutput.ReadLineAsync(_limit.Token))!).RootElement;
            using var socket = new ClientWebSocket();
            (await AskAsync(socket, ready)).OutputText().Should().Be("x");
            (await program.StandardError.ReadLineAsync(_limit.Token)).Should().StartWith("--record /dev/full breaks off: ");
            using var kill = Process.Start("kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)]);
            await program.WaitForExitAsync(_limit.Token);
        }
        finally
        {
            Stop(program);
        }

        program.ExitCode.Should().Be(1);
    }

    [Fact]
    public async Task A_script_takes_the_place_of_a_model()
    {
        var (exitCode, _, error) = await RunAsync("--model", "agent", "--script", await FileAsync("script.json", """{"turns":[]}"""));

        exitCode.Should().Be(2);
        error.Should().Contain("--script and --model exclude each other");
    }

    [Fact]
    public async Task The_schema_is_printed()
    {
        var (exitCode, output, error) = await RunAsync("--script-schema");

        (exitCode, error).Should().Be((0, ""));
        output.Should().Be(ModelScript.Schema);
        JsonDocument.Parse(output).RootElement.At("$defs", "turn", "properties").Has("text").Should().BeTrue();
    }

    [Fact]
    public async Task The_help_and_the_page_name_every_option_that_is_understood_and_no_other()
    {
        var options = new EmulatorCommand().Options;
        var understood = options.Select(static option => option.Name).ToHashSet();

        var (exitCode, help, _) = await RunAsync("--help");

        exitCode.Should().Be(0);
        understood.Should().BeEquivalentTo(
            "--port", "--api-key", "--model", "--profile", "--script", "--script-schema", "--faults", "--record", "--costs", "--help");
        Option().Matches(help).Select(static match => match.Value).ToHashSet().Should().BeEquivalentTo(understood);
        help.Should().ContainAll(options.Select(static option => option.Description)).And.ContainAll("[default: 0]", "[default: test-key]");
        Option().Matches(RepositoryFiles.Read("docs/emulator.md")).Select(static match => match.Value).Should().Contain(understood);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _limit.Dispose();
    }

    private async Task<string> FileAsync(string name, string content)
    {
        var file = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(file, content, _limit.Token);
        return file;
    }

    private async Task<JsonElement> AskAsync(ClientWebSocket socket, JsonElement ready)
    {
        socket.Options.SetRequestHeader("Authorization", $"Bearer {ready.Text("apiKey")}");
        await socket.ConnectAsync(new(ready.Text("webSocketUrl")!), _limit.Token);
        var create = Encoding.UTF8.GetBytes("""{"type":"response.create","model":"gpt-6-astra","input":"say x"}""");
        await socket.SendAsync(create, WebSocketMessageType.Text, endOfMessage: true, _limit.Token);
        var message = new byte[16 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(message, _limit.Token);
            received.EndOfMessage.Should().BeTrue();
            var frame = JsonDocument.Parse(message.AsMemory(0, received.Count)).RootElement;
            if (frame.Type() == "response.completed")
            {
                return frame;
            }
        }
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [EmulatorProgram.Path, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static void Stop(Process program)
    {
        if (!program.HasExited)
        {
            program.Kill();
        }
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        try
        {
            var output = program.StandardOutput.ReadToEndAsync(_limit.Token);
            var error = program.StandardError.ReadToEndAsync(_limit.Token);
            await program.WaitForExitAsync(_limit.Token);
            return (program.ExitCode, await output, await error);
        }
        finally
        {
            Stop(program);
        }
    }

    [GeneratedRegex("(?<![a-z-])--[a-z-]+")]
    private static partial Regex Option();
}
