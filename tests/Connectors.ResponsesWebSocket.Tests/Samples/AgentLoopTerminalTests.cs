using System.Text.RegularExpressions;

namespace Connectors.ResponsesWebSocket.Tests.Samples;

/// <summary>What people see of the sample: where their files go, and what went wrong, on whatever it is shown.</summary>
public sealed partial class AgentLoopTerminalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-loop-");

    private string[] Options => ["--report", Path.Combine(_folder.FullName, "report.md")];

    [Theory]
    [InlineData("xterm")]
    [InlineData("dumb")]
    [InlineData("")]
    public async Task Into_a_pipe_goes_one_line_for_each_turn_and_nothing_that_draws(string terminal)
    {
        var (exit, output, errors) = await SampleProgram.RunAsync("AgentLoop", Options, ("TERM", terminal));

        (exit, errors).Should().Be((0, ""));
        output.Should().NotContain("\e").And.Contain("nothing leaves this machine");
        var lines = output.Split('\n');
        var turns = lines.Where(static line => TurnLine().IsMatch(line)).ToList();
        turns.Should().HaveCountGreaterThan(5);
        output.Should().Contain($"{turns.Count} turns, ");
        turns.Select(static line => line[..4]).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("xterm")]
    [InlineData("dumb")]
    public async Task On_a_terminal_it_runs_whatever_that_can_do(string terminal)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var (exit, screen) = await SampleProgram.RunOnTerminalAsync("AgentLoop", Options, ("TERM", terminal));

        exit.Should().Be(0, screen);
        Words(screen).Should().Contain("nothing leaves this machine").And.NotContain("Unhandled");
        screen.Contains('╭').Should().Be(terminal == "xterm");
    }

    [Fact]
    public async Task A_wrong_key_is_told_below_the_table()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using var emulator = await ResponsesEmulator.StartAsync();

        var (exit, screen) = await SampleProgram.RunOnTerminalAsync(
            "AgentLoop", Options, ("TERM", "xterm"), ("OPENAI_API_KEY", "wrong"), ("OPENAI_BASE_URL", $"{emulator.Endpoint}"));

        exit.Should().Be(1);
        screen.Should().Contain("╰");
        var below = screen[(screen.LastIndexOf('╯') + 1)..];
        Words(below).Should().Contain("HTTP 401").And.Contain("Check ApiKey");
        below.Should().NotContain("\e[2K", "nothing may be drawn over it");
    }

    [Fact]
    public async Task With_a_key_it_says_where_the_files_go_before_it_sends_any()
    {
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedAgentModel() });
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.created");
        using var program = SampleProgram.Start("AgentLoop", Options, ("OPENAI_API_KEY", emulator.ApiKey), ("OPENAI_BASE_URL", $"{emulator.Endpoint}"));

        var line = await program.LineWithAsync("SENT");

        line.Should().Contain($"{emulator.Endpoint.Authority}").And.Contain("--local");
        await held.Reached.WaitAsync(program.Limit);
        held.Release();
        (await program.EndAsync()).Exit.Should().Be(0);
    }

    [Fact]
    public async Task As_JSON_it_says_so_beside_the_output()
    {
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedAgentModel() });

        var (exit, output, errors) = await SampleProgram.RunAsync(
            "AgentLoop", [.. Options, "--json"], ("OPENAI_API_KEY", emulator.ApiKey), ("OPENAI_BASE_URL", $"{emulator.Endpoint}"));

        exit.Should().Be(0);
        errors.Should().Contain("SENT").And.Contain("--local");
        output.Json().At("emulated").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task Told_to_stay_local_it_does_although_a_key_is_set()
    {
        await using var emulator = await ResponsesEmulator.StartAsync();

        var (exit, output, errors) = await SampleProgram.RunAsync(
            "AgentLoop", [.. Options, "--local"], ("OPENAI_API_KEY", emulator.ApiKey), ("OPENAI_BASE_URL", $"{emulator.Endpoint}"));

        (exit, errors).Should().Be((0, ""));
        output.Should().Contain("nothing leaves this machine");
        emulator.Journal.Connections.Should().BeEmpty();
        emulator.Journal.Frames.Should().BeEmpty();
    }

    [Theory]
    [InlineData("AgentLoop", "foo", "OPENAI_BASE_URL is 'foo'")]
    [InlineData("AgentLoop", "http://service.example/v1", "unencrypted")]
    [InlineData("AgentLoop", "ftp://service.example/v1", "scheme 'ftp'")]
    [InlineData("QuickStart", "foo", "OPENAI_BASE_URL is 'foo'")]
    public async Task An_address_that_cannot_be_used_is_told_in_a_sentence(string sample, string address, string told)
    {
        var (exit, _, errors) = await SampleProgram.RunAsync(sample, [], ("OPENAI_API_KEY", "k"), ("OPENAI_BASE_URL", address));

        exit.Should().BeInRange(1, 2);
        errors.Should().Contain(told).And.NotContain("Unhandled").And.NotContain("   at ");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Without commands to the terminal, which also stand where it breaks lines.</summary>
    private static string Words(string screen) => Blanks().Replace(screen, " ");

    [GeneratedRegex(@"(?:\e\[[\d;?]*[A-Za-z]|\s)+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^ *\d+  (Replay|Continue|Fork) \w+ +\d+/\d+ items, ")]
    private static partial Regex TurnLine();
}
